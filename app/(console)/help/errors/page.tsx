import type { Metadata } from "next";
import { ErrorCodes } from "@/components/help/error-codes";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { errorHelp } from "@/lib/errors/help";
import { inReadersLanguage } from "@/lib/http/reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("help");
  return { title: t("errors.title") };
}

export default async function ErrorCodesPage() {
  const [t, shell] = await Promise.all([serverTranslator("help"), serverTranslator("shell")]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/help", label: t("title") }, { label: t("errors.title") }]} />}
        title={t("errors.title")}
        description={t("errors.lead")}
      />
      <ErrorCodes errors={await inReadersLanguage(errorHelp())} />
    </>
  );
}
