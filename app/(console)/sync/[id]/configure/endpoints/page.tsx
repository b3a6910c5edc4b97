import type { Metadata } from "next";
import { EndpointsForm } from "@/components/endpoints/endpoints-form";
import { serverTranslator } from "@/components/i18n/request";
import { loadStep } from "../../load-draft";
import { WizardFrame } from "@/components/wizard/wizard-frame";
import { requireUser } from "@/lib/auth/session";
import { listClusters, listHosts, listRegions } from "@/lib/resources/data";
import type { RegionView } from "@/lib/resources/view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("wizard");
  return { title: `${t("steps.endpoints")} · ${t("configure")}` };
}

export default async function EndpointsPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser();
  const { id } = await params;
  const draft = await loadStep(id, "endpoints");
  const [regions, hosts, clusters] = await Promise.all([listRegions(), listHosts({ regionId: draft.sourceRegionId }), listClusters({ regionId: draft.destinationRegionId })]);
  const region = (regionId: string): RegionView => regions.find((each) => each.id === regionId) ?? { id: regionId, name: regionId, timeZone: "UTC", note: "", taskCount: 0, attentionCount: 0, hostCount: 0, clusterCount: 0 };
  return (
    <WizardFrame draft={draft} step="endpoints">
      <EndpointsForm sourceRegion={region(draft.sourceRegionId)} destinationRegion={region(draft.destinationRegionId)} hosts={hosts} clusters={clusters} />
    </WizardFrame>
  );
}
