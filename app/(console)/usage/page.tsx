import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { UsageScreen } from "@/components/usage/usage-screen";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("usage");
  return { title: t("title") };
}

export default async function UsagePage() {
  await requireUser();
  return <UsageScreen />;
}
