import type { Metadata } from "next";
import { AlertList } from "@/components/alerts/alert-list";
import { AlertTabs } from "@/components/alerts/alert-tabs";
import { serverTranslator } from "@/components/i18n/request";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("alerts");
  return { title: t("title") };
}

export default async function AlertsPage() {
  await requireUser();
  return (
    <>
      <AlertTabs current="alerts" />
      <AlertList />
    </>
  );
}
