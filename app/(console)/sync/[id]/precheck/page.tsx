import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { serverTranslator } from "@/components/i18n/request";
import { PrecheckFrame } from "@/components/precheck/precheck-frame";
import { RunsScreen } from "@/components/precheck/runs-screen";
import { loadTask } from "../load-task";
import { loadDraft } from "../load-draft";
import { requireUser } from "@/lib/auth/session";
import { listPrecheckRuns } from "@/lib/precheck/data";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ list?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("precheck");
  return { title: t("title") };
}

/** The newest run; with `?list=1`, or when there is none, the list of runs. */
export default async function PrecheckRunsPage({ params, searchParams }: Props) {
  await requireUser();
  const { id } = await params;
  const { list } = await searchParams;
  const [draft, task, runs] = await Promise.all([loadDraft(id), loadTask(id), listPrecheckRuns(id)]);
  const [newest] = runs;
  if (newest && list === undefined) redirect(`/sync/${id}/precheck/${newest.number}`);
  return (
    <PrecheckFrame draft={draft} task={task}>
      <RunsScreen draft={draft} initial={runs} />
    </PrecheckFrame>
  );
}
