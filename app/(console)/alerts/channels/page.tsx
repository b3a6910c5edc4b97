import type { Metadata } from "next";
import { ChannelsScreen } from "@/components/alerts/channels-screen";
import { serverTranslator } from "@/components/i18n/request";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("alerts");
  return { title: t("title") };
}

export default async function AlertChannelsPage() {
  await requireUser();
  return <ChannelsScreen />;
}
