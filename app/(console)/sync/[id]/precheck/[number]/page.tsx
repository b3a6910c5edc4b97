import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { serverTranslator } from "@/components/i18n/request";
import { PrecheckFrame } from "@/components/precheck/precheck-frame";
import { PrecheckScreen } from "@/components/precheck/precheck-screen";
import { loadTask } from "../../load-task";
import { loadDraft } from "../../load-draft";
import { requireUser } from "@/lib/auth/session";
import { inReadersLanguage } from "@/lib/http/reader";
import { getPrecheckRun } from "@/lib/precheck/data";

interface Props {
  params: Promise<{ id: string; number: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await serverTranslator("precheck");
  return { title: t("run", { number: (await params).number }) };
}

export default async function PrecheckRunPage({ params }: Props) {
  await requireUser();
  const { id, number } = await params;
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound();
  const [draft, task] = await Promise.all([loadDraft(id), loadTask(id)]);
  const run = await inReadersLanguage(await getPrecheckRun(id, Number(number)));
  if (run === null) notFound();
  return (
    <PrecheckFrame draft={draft} task={task}>
      <PrecheckScreen key={`${id} ${number}`} initialTask={task} initialRun={run} showStatus={draft.editable || task.firstStartedAtMs === null || task.status.status === "prechecking" || task.status.status === "starting"} />
    </PrecheckFrame>
  );
}
