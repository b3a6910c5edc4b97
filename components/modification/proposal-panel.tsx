"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { precheckRunOptions } from "@/lib/precheck/queries";
import { cancelModification, confirmModification, proposeModification, recheckModification } from "@/lib/tasks/modification/actions";
import type { ModificationView } from "@/lib/tasks/modification/view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { fromSlice } from "../objects/selection-slice";
import { useCatalogue } from "../objects/use-catalogue";
import { IgnoreDialog } from "../precheck/ignore-dialog";
import { ItemDetail } from "../precheck/item-detail";
import { ItemList } from "../precheck/item-list";
import { needsLook, orderItems } from "../precheck/item-status";
import { usePrecheckActions } from "../precheck/use-precheck-actions";
import { useShortcuts } from "../shell/use-shortcuts";
import { useTask } from "../task-page/task-context";
import { ConfirmByTyping } from "../tasks/confirm-by-typing";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { AlertDialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import { DiffList } from "./diff-list";
import { type DiffKind, diffEntries, total } from "./estimate";
import { useModificationAction } from "./use-modification-action";

/** A proposed change: what it does, what the precheck of the added objects found, and the decision. */
export function ProposalPanel({ modification, onEdit }: { modification: ModificationView; onEdit: () => void }) {
  const t = useTranslations("modification");
  const { task } = useTask();
  const router = useRouter();
  const action = useModificationAction();
  const [asking, setAsking] = useState(false);
  const before = fromSlice(task.settings.objects?.objects ?? []);
  const after = fromSlice(modification.objects);
  const { diff, report, number } = modification;
  const catalogue = useCatalogue(task.id, [...diff.added, ...diff.removed, ...diff.changed].map((each) => each.database), after);
  const entries = {
    added: diffEntries("added", diff, before, after, catalogue),
    removed: diffEntries("removed", diff, before, after, catalogue),
    changed: diffEntries("changed", diff, before, after, catalogue),
    kinds: diffEntries("kinds", diff, before, after, catalogue),
  };
  const copies = task.settings.initialization?.data ?? false;
  const passed = report === null || report.status === "passed" || report.status === "warning";
  const warnings = report?.status === "warning" ? report.warnings : 0;
  const ready = modification.state === "checked" && passed;
  const common = { id: task.id, number };
  const confirm = (confirmName?: string) =>
    action.mutate(
      { run: (requestId) => confirmModification({ ...common, requestId, acceptWarnings: warnings > 0, confirmName }), done: (answer) => t(answer === "checking" ? "tooOld" : "confirmed") },
      { onSuccess: (result) => (setAsking(false), result.ok && result.data === "confirmed" && router.push(`/sync/${task.id}`)) },
    );
  return (
    <>
      <Card
        title={t("proposal")}
        description={t.rich("proposedBy", { who: modification.createdBy, time: () => <Time ms={modification.createdAtMs} form="relative" /> })}
        actions={
          <>
            <Button pending={action.isPending} onClick={() => action.mutate({ run: (requestId) => cancelModification({ ...common, requestId }), done: t("cancelled") })}>
              {t("discardProposal")}
            </Button>
            <Button onClick={onEdit}>{t("edit")}</Button>
            <Button variant="primary" disabled={!ready} onClick={() => setAsking(true)}>
              {warnings > 0 ? t("acceptAndConfirm", { count: warnings }) : t("confirm")}
            </Button>
          </>
        }
      >
        <DiffList entries={entries} copies={copies} />
      </Card>
      {report === null ? (
        <Notice tone="info">{t("nothingToCheck")}</Notice>
      ) : (
        <Review
          number={report.number}
          rerunning={action.isPending}
          onRerun={modification.state === "checked" ? (checkId) => action.mutate({ run: (requestId) => recheckModification({ ...common, requestId, only: [checkId] }), done: t("rechecked") }) : undefined}
          again={
            !passed && modification.state === "checked" ? (
              <Button pending={action.isPending} onClick={() => action.mutate({ run: () => proposeModification({ id: task.id, version: task.version, objects: modification.objects }), done: t("proposed") })}>
                {t("checkAgain")}
              </Button>
            ) : null
          }
        />
      )}
      {asking && <Confirm entries={entries} copies={copies} warnings={warnings} pending={action.isPending} onClose={() => setAsking(false)} onConfirm={confirm} />}
    </>
  );
}

/** The checks of what is added, as in the precheck: findings first, the chosen one in full. */
function Review({ number, again, rerunning, onRerun }: { number: number; again: React.ReactNode; rerunning: boolean; onRerun: ((checkId: string) => void) | undefined }) {
  const t = useTranslations("modification");
  const tCheck = useTranslations("precheck");
  const { task } = useTask();
  const [chosen, setChosen] = useQueryState("item", parseAsString.withOptions({ history: "replace", scroll: false }));
  const { data: run } = useQuery(precheckRunOptions(task.id, number));
  const actions = usePrecheckActions(task.id, number);
  const [ignoring, setIgnoring] = useState(false);
  const running = run?.status === "running";
  const findings = run ? orderItems(run).filter(needsLook) : [];
  // Of a run without a finding the verdict says all; the run itself is a link away.
  const items = run && running ? orderItems(run) : findings;
  const item = items.find((each) => each.code === chosen) ?? (running ? undefined : findings[0]);
  const bind = useShortcuts();
  useEffect(() => (item === undefined || onRerun === undefined || ignoring ? undefined : bind({ r: () => !rerunning && onRerun(item.id) })));
  if (!run) return <div aria-busy className="h-24" />;
  const failed = run.counts.failed + run.counts.error;
  return (
    <Card
      title={t("precheck")}
      description={t("precheckOf")}
      actions={
        <>
          {again}
          <ButtonLink size="sm" href={`/sync/${task.id}/precheck/${number}`}>
            {tCheck("run", { number })}
          </ButtonLink>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {running ? (
          <div role="status" className="flex flex-col gap-2 text-sm">
            <span className="nums">{tCheck("progress", { done: run.done, total: run.total })}</span>
            <Progress label={tCheck("progressLabel")} value={run.total === 0 ? 0 : (run.done / run.total) * 100} />
          </div>
        ) : (
          <Notice tone={failed > 0 || run.status === "error" ? "bad" : run.status === "warning" ? "warn" : "ok"} title={failed > 0 || run.status === "error" ? t("checkFailed", { count: failed }) : run.status === "warning" ? t("checkWarns", { count: run.counts.warning }) : t("checkPassed")}>
            {failed > 0 || run.status === "error" ? t("checkFailedBody") : run.status === "warning" ? t("checkWarnsBody") : null}
          </Notice>
        )}
        {items.length > 0 && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <ItemList items={items} selected={item?.code ?? null} onSelect={(code) => void setChosen(code)} />
          {item && (
            <div className="min-w-0 rounded-lg border border-line p-4">
              <ItemDetail
                taskId={task.id}
                number={number}
                item={item}
                link={typeof window === "undefined" ? "" : `${window.location.origin}/sync/${task.id}/precheck/${number}?item=${item.code}`}
                actionable={!running && run.latest}
                editable={onRerun !== undefined}
                proposal
                shortcut={onRerun !== undefined}
                blocks={t("blocks")}
                rerunning={rerunning}
                onRerun={onRerun && (() => onRerun(item.id))}
                onIgnore={() => {
                  // Once ignored it stands further down: it stays the one that is shown.
                  void setChosen(item.code);
                  setIgnoring(true);
                }}
                onUnignore={() => actions.unignore(item.id)}
              />
            </div>
          )}
        </div>
        )}
        {ignoring && item && <IgnoreDialog item={item} onClose={() => setIgnoring(false)} onIgnore={(reason) => actions.ignore(item.id, reason)} />}
      </div>
    </Card>
  );
}

function Confirm({ entries, copies, warnings, pending, onClose, onConfirm }: { entries: Record<DiffKind, ReturnType<typeof diffEntries>>; copies: boolean; warnings: number; pending: boolean; onClose: () => void; onConfirm: (typed?: string) => void }) {
  const t = useTranslations("modification.confirmDialog");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const { task } = useTask();
  const cancel = useRef<HTMLButtonElement>(null);
  const [added, removed, changed] = [total(entries.added), total(entries.removed), total(entries.changed)];
  const sizes = (sum: typeof added) => ({ count: sum.tables, rows: format.count(sum.rows), bytes: format.bytes(sum.bytes) });
  const facts = [
    ...(added.tables > 0 ? [copies ? t("added", sizes(added)) : t("addedNoCopy", { count: added.tables })] : []),
    ...(removed.tables > 0 ? [t("removed", { count: removed.tables })] : []),
    ...(changed.tables > 0 ? [t("changed", sizes(changed)), t("noWayBack")] : [t("mayCancel")]),
    ...(entries.kinds.length > 0 ? [t("kinds", { count: entries.kinds.length })] : []),
    ...(warnings > 0 ? [t("warnings", { count: warnings })] : []),
    t("others"),
  ];
  // Rows of the destination are deleted: that is confirmed by typing.
  if (changed.tables > 0)
    return (
      <ConfirmByTyping
        open
        onOpenChange={onClose}
        title={t("title")}
        lead={t("lead", { name: task.name })}
        facts={facts}
        instruction={t.rich("type", { name: () => <strong className="select-all">{task.name}</strong> })}
        name={task.name}
        confirm={t("confirm")}
        pending={pending}
        onConfirm={onConfirm}
      />
    );
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      initialFocus={cancel}
      title={t("title")}
      description={t("lead", { name: task.name })}
      footer={
        <>
          <Button ref={cancel} disabled={pending} onClick={onClose}>
            {tCommon("cancel")}
          </Button>
          <Button variant="primary" pending={pending} onClick={() => onConfirm()}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-sm">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </AlertDialog>
  );
}
