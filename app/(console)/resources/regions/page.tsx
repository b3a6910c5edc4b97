import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { RegionsScreen } from "@/components/resources/regions-screen";
import { requireUser } from "@/lib/auth/session";
import { listRegions } from "@/lib/resources/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("resources");
  return { title: t("regions.title") };
}

export default async function RegionsPage() {
  await requireUser();
  return <RegionsScreen initial={await listRegions()} />;
}
