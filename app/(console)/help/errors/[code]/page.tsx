import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ErrorFacts } from "@/components/help/error-facts";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { errorHelp } from "@/lib/errors/help";
import { inReadersLanguage } from "@/lib/http/reader";

interface Props {
  params: Promise<{ code: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).code };
}

export default async function ErrorCodePage({ params }: Props) {
  const { code } = await params;
  const entry = errorHelp().find((each) => each.code === code);
  if (!entry) notFound();
  const [t, shell, said] = await Promise.all([serverTranslator("help"), serverTranslator("shell"), inReadersLanguage(entry)]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/help", label: t("title") }, { href: "/help/errors", label: t("errors.title") }, { label: code }]} />}
        title={<span className="code">{code}</span>}
      />
      <ErrorFacts entry={said} />
    </>
  );
}
