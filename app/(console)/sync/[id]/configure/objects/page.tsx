import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { ObjectsStep } from "@/components/objects/objects-step";
import { loadStep } from "../../load-draft";
import { WizardFrame } from "@/components/wizard/wizard-frame";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("wizard");
  return { title: `${t("steps.objects")} · ${t("configure")}` };
}

export default async function ObjectsPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser();
  const { id } = await params;
  const draft = await loadStep(id, "objects");
  return (
    <WizardFrame draft={draft} step="objects">
      <ObjectsStep />
    </WizardFrame>
  );
}
