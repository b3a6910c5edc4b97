import type { Metadata } from "next";
import { InitializationForm } from "@/components/wizard/initialization-form";
import { serverTranslator } from "@/components/i18n/request";
import { loadStep } from "../../load-draft";
import { WizardFrame } from "@/components/wizard/wizard-frame";
import { requireUser } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("wizard");
  return { title: `${t("steps.initialization")} · ${t("configure")}` };
}

export default async function InitializationPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser();
  const { id } = await params;
  const draft = await loadStep(id, "initialization");
  return (
    <WizardFrame draft={draft} step="initialization">
      <InitializationForm />
    </WizardFrame>
  );
}
