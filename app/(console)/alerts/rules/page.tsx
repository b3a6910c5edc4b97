import type { Metadata } from "next";
import { AlertTabs } from "@/components/alerts/alert-tabs";
import { RuleList } from "@/components/alerts/rule-list";
import { serverTranslator } from "@/components/i18n/request";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("alerts");
  return { title: t("title") };
}

export default async function AlertRulesPage() {
  await requireUser();
  return (
    <>
      <AlertTabs current="rules" />
      <RuleList />
    </>
  );
}
