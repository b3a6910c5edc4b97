import type { Metadata } from "next";
import { loadDraft } from "../../../load-draft";
import { ChangeConnectionForm } from "@/components/endpoints/change-connection-form";
import { serverTranslator } from "@/components/i18n/request";
import { requireUser } from "@/lib/auth/session";
import { listClusters, listHosts, listRegions } from "@/lib/resources/data";
import type { RegionView } from "@/lib/resources/view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("configuration");
  return { title: t("connection.title") };
}

export default async function ChangeConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser();
  const { id } = await params;
  const draft = await loadDraft(id);
  const [regions, hosts, clusters] = await Promise.all([listRegions(), listHosts({ regionId: draft.sourceRegionId }), listClusters({ regionId: draft.destinationRegionId })]);
  const region = (regionId: string): RegionView => regions.find((each) => each.id === regionId) ?? { id: regionId, name: regionId, timeZone: "UTC", note: "", taskCount: 0, attentionCount: 0, hostCount: 0, clusterCount: 0 };
  return <ChangeConnectionForm draft={draft} sourceRegion={region(draft.sourceRegionId)} destinationRegion={region(draft.destinationRegionId)} hosts={hosts} clusters={clusters} />;
}
