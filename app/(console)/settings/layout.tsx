import type { Metadata } from "next";
import type { ReactNode } from "react";
import { serverTranslator } from "@/components/i18n/request";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("settings");
  return { title: t("title") };
}

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await requireUser();
  return <SettingsFrame>{children}</SettingsFrame>;
}
