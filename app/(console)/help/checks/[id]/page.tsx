import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CheckFacts } from "@/components/help/check-facts";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { inReadersLanguage } from "@/lib/http/reader";
import { checkHelp, type CheckHelp } from "@/lib/precheck/help";

interface Props {
  params: Promise<{ id: string }>;
}

async function loadCheck({ params }: Props): Promise<CheckHelp> {
  const { id } = await params;
  const check = checkHelp().find((each) => each.id === id);
  return check ? inReadersLanguage(check) : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await loadCheck(props)).topic.text };
}

export default async function CheckPage(props: Props) {
  const [t, shell, check] = await Promise.all([serverTranslator("help"), serverTranslator("shell"), loadCheck(props)]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/help", label: t("title") }, { href: "/help/checks", label: t("checks.title") }, { label: check.topic.text }]} />}
        title={check.topic.text}
      />
      <CheckFacts check={check} />
    </>
  );
}
