import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { WorkersScreen } from "@/components/resources/workers-screen";
import { requireUser } from "@/lib/auth/session";
import { listRunners } from "@/lib/resources/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("resources");
  return { title: t("workers.title") };
}

export default async function WorkersPage() {
  await requireUser();
  return <WorkersScreen initial={await listRunners()} />;
}
