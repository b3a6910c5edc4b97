import type { Metadata } from "next";
import { CheckList } from "@/components/help/check-facts";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { inReadersLanguage } from "@/lib/http/reader";
import { checkHelp } from "@/lib/precheck/help";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("help");
  return { title: t("checks.title") };
}

export default async function ChecksPage() {
  const [t, shell, checks] = await Promise.all([serverTranslator("help"), serverTranslator("shell"), inReadersLanguage(checkHelp())]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/help", label: t("title") }, { label: t("checks.title") }]} />}
        title={t("checks.title")}
        description={t("checks.lead")}
      />
      <CheckList checks={checks} />
    </>
  );
}
