import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { ServersScreen } from "@/components/resources/servers-screen";
import { requireUser } from "@/lib/auth/session";
import { listClusters, listRegions } from "@/lib/resources/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("resources");
  return { title: t("polardb.title") };
}

export default async function ClustersPage() {
  await requireUser();
  const [clusters, regions] = await Promise.all([listClusters({}), listRegions()]);
  return <ServersScreen kind="polardb" initial={clusters} regions={regions} />;
}
