import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { NetworkScreen } from "@/components/resources/network-screen";
import { requireUser } from "@/lib/auth/session";
import { runnerAddresses } from "@/lib/resources/data";
import { listReachability } from "@/lib/tasks/across/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("resources");
  return { title: t("network.title") };
}

export default async function NetworkPage() {
  await requireUser();
  const [addresses, tasks] = await Promise.all([runnerAddresses(), listReachability()]);
  return <NetworkScreen addresses={addresses} tasks={tasks} />;
}
