import type { Metadata } from "next";
import { NetworkScreen } from "@/components/endpoints/network-screen";
import { serverTranslator } from "@/components/i18n/request";
import { loadStep } from "../../load-draft";
import { WizardFrame } from "@/components/wizard/wizard-frame";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("wizard");
  return { title: `${t("steps.network")} · ${t("configure")}` };
}

export default async function NetworkPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser();
  const { id } = await params;
  const draft = await loadStep(id, "network");
  return (
    <WizardFrame draft={draft} step="network">
      <NetworkScreen proven={draft.progress.network} />
    </WizardFrame>
  );
}
