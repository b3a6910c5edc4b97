"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { proposeModification } from "@/lib/tasks/modification/actions";
import { allKinds } from "@/lib/change-kinds/change-kinds";
import { diffOf } from "@/lib/tasks/modification/diff";
import { modificationOptions } from "@/lib/tasks/modification/queries";
import type { SelectedObjects } from "@/lib/tasks/schema";
import { nothing, type Selection } from "../objects/selection";
import { fromSlice, toSlice } from "../objects/selection-slice";
import { Transfer } from "../objects/transfer";
import { useCatalogue } from "../objects/use-catalogue";
import { usePerson } from "../shell/person";
import { useTask } from "../task-page/task-context";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { DiffList } from "./diff-list";
import { diffEntries } from "./estimate";
import { ModificationCard } from "./modification-card";
import { ProposalPanel } from "./proposal-panel";
import { isOpen } from "./modification-state";
import { useModificationAction } from "./use-modification-action";

const none: SelectedObjects = [];

/** What the task carries from now on: chosen as in step 3, compared, checked, confirmed. The task runs meanwhile. */
export function ModifyScreen() {
  const t = useTranslations("modification");
  const tTasks = useTranslations("tasks.actions");
  const tNames = useTranslations("objects.settings.capitalization");
  const { task } = useTask();
  const { mayOperate } = usePerson();
  const { data: modification } = useQuery(modificationOptions(task.id));
  const saved = task.settings.objects?.objects ?? none;
  const capitalization = task.settings.objects?.capitalization ?? "source";
  /** What the selection is compared with, and the version it was read at: another one is taken over by hand. */
  const [base, setBase] = useState({ version: task.version, objects: saved });
  const [edited, setEdited] = useState<Selection | null>(null);
  const [view, setView] = useState<"edit" | "review" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [cure] = useQueryState("do");
  const action = useModificationAction();
  const before = useMemo(() => fromSlice(base.objects), [base]);
  const selection = edited ?? before;
  const after = useMemo(() => toSlice(selection), [selection]);
  const diff = useMemo(() => diffOf(base.objects, after), [base, after]);
  const touched = useMemo(() => [...diff.added, ...diff.changed, ...diff.removed].map((each) => each.database), [diff]);
  const catalogue = useCatalogue(task.id, touched, selection, capitalization);

  const back = (
    <Link className="link inline-flex min-h-6 w-fit items-center gap-1 text-sm" href={`/sync/${task.id}/objects`}>
      <ArrowLeft aria-hidden className="size-4" />
      {t("back")}
    </Link>
  );
  const head = (
    <>
      {back}
      <div>
        <h2 className="text-lg font-semibold">{tTasks("modifyObjects")}</h2>
        <p className="text-sm text-muted">{t("lead")}</p>
      </div>
    </>
  );
  if (modification === undefined)
    return (
      <div aria-busy className="flex flex-col gap-4">
        {head}
        <Skeleton className="h-64" />
      </div>
    );
  if (modification && isOpen(modification.state))
    return (
      <div className="flex flex-col gap-4">
        {head}
        <ModificationCard />
      </div>
    );
  if (!mayOperate || !task.allowed.modifyObjects)
    return (
      <div className="flex flex-col gap-4">
        {head}
        <Notice tone="idle" title={t("notNow")}>
          {mayOperate ? t("notNowBody") : null}
        </Notice>
      </div>
    );
  const proposal = modification && (modification.state === "checking" || modification.state === "checked") ? modification : null;
  // A cure of its precheck acts on the proposal, whatever else was edited here.
  if (proposal && cure !== null && view !== "edit") {
    setEdited(fromSlice(proposal.objects));
    setBase({ version: task.version, objects: saved });
    setView("edit");
  }
  if (proposal && view !== "edit" && (view === "review" || edited === null))
    return (
      <div className="flex flex-col gap-4">
        {head}
        <ProposalPanel
          key={proposal.number}
          modification={proposal}
          onEdit={() => {
            setEdited((mine) => mine ?? fromSlice(proposal.objects));
            setBase({ version: task.version, objects: saved });
            setView("edit");
          }}
        />
      </div>
    );
  const stale = base.version !== task.version;
  const changes = diff.added.length + diff.removed.length + diff.changed.length + diff.kinds.length;
  const copies = task.settings.initialization?.data ?? false;
  const propose = () => {
    setProblem(null);
    action.mutate(
      { run: () => proposeModification({ id: task.id, version: base.version, objects: after }), done: t("proposed") },
      {
        onSuccess: (result) => {
          if (result.ok) return setView("review");
          setProblem(Object.values(result.error.fields ?? {})[0] ?? `${result.error.message} ${result.error.remedy}`);
        },
      },
    );
  };
  return (
    <div className="flex flex-col gap-4">
      {head}
      {stale && (
        <Notice
          tone="warn"
          role="status"
          title={t("stale")}
          actions={
            <Button size="sm" onClick={() => setBase({ version: task.version, objects: saved })}>
              {t("takeOver")}
            </Button>
          }
        >
          {t("staleBody")}
        </Notice>
      )}
      {proposal && (
        <Notice
          tone="info"
          title={t("otherProposal", { who: proposal.createdBy })}
          actions={
            <Button size="sm" onClick={() => setView("review")}>
              {t("review")}
            </Button>
          }
        >
          {t("otherProposalBody")}
        </Notice>
      )}
      <section aria-label={t("diff.title")} className="flex flex-col gap-3 rounded-lg border border-line bg-bg p-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h3 className="text-base font-semibold">{t("diff.title")}</h3>
          <div className="flex flex-wrap gap-2">
            <Button disabled={edited === null} onClick={() => setEdited(null)}>
              {t("discard")}
            </Button>
            <Button variant="primary" pending={action.isPending} disabled={changes === 0 || selection.length === 0 || stale} onClick={propose}>
              {t("propose")}
            </Button>
          </div>
        </div>
        <DiffList
          copies={copies}
          entries={{
            added: diffEntries("added", diff, before, selection, catalogue),
            removed: diffEntries("removed", diff, before, selection, catalogue),
            changed: diffEntries("changed", diff, before, selection, catalogue),
            kinds: diffEntries("kinds", diff, before, selection, catalogue),
          }}
        />
        {diff.changed.length > 0 && !copies && <Notice tone="warn">{t("noCopyChanged")}</Notice>}
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
      </section>
      {capitalization !== "source" && <p className="text-sm text-muted">{tNames("fixed", { policy: tNames(capitalization) })}</p>}
      <Transfer running taskId={task.id} taskName={task.name} selection={selection} kinds={task.settings.objects ?? allKinds} capitalization={capitalization} onChange={setEdited} problem={selection === nothing || selection.length === 0 ? t("empty") : undefined} />
    </div>
  );
}
