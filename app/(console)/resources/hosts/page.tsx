import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { ServersScreen } from "@/components/resources/servers-screen";
import { requireUser } from "@/lib/auth/session";
import { listHosts, listRegions } from "@/lib/resources/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("resources");
  return { title: t("hosts.title") };
}

export default async function HostsPage() {
  await requireUser();
  const [hosts, regions] = await Promise.all([listHosts({}), listRegions()]);
  return <ServersScreen kind="hosts" initial={hosts} regions={regions} />;
}
