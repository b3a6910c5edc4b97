"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleSlash, OctagonX } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { bulk } from "@/lib/tasks/actions";
import { isAllowed, type TaskActionKind } from "@/lib/tasks/action-rules";
import { taskKeys } from "@/lib/tasks/queries";
import type { TaskSummary } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { StatusChip } from "../tasks/status-chip";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { TagInput } from "../ui/tag-input";

export type BulkKind = "start" | "pause" | "tags" | "release";

function allowed(kind: BulkKind, task: TaskSummary): boolean {
  return kind === "start" ? isAllowed("start", task.status) || isAllowed("resume", task.status) : isAllowed(kind satisfies TaskActionKind, task.status);
}

/** Before: who takes part, who is left out and why. After: what became of each. A release is confirmed by typing how many. */
export function BulkDialog({ kind, tasks, onClose }: { kind: BulkKind; tasks: readonly TaskSummary[]; onClose: (done: boolean) => void }) {
  const t = useTranslations();
  const format = useFormat();
  const client = useQueryClient();
  const [tags, setTags] = useState<Record<string, string>>({});
  const [typed, setTyped] = useState("");
  const requestId = useRef(newRequestId());
  const cancel = useRef<HTMLButtonElement>(null);
  const taking = tasks.filter((task) => allowed(kind, task));
  const skipped = tasks.filter((task) => !allowed(kind, task));
  const ids = taking.map((task) => task.id);
  const run = useMutation({
    mutationFn: () => bulk(kind === "tags" ? { action: kind, ids, requestId: requestId.current, tags } : { action: kind, ids, requestId: requestId.current }),
    onSettled: () => {
      requestId.current = newRequestId();
      void client.invalidateQueries({ queryKey: taskKeys.all });
    },
  });
  const outcome = run.data?.ok ? run.data.data.rows : null;
  const nameOf = (id: string) => tasks.find((task) => task.id === id)?.name ?? id;

  if (outcome !== null) {
    const done = outcome.filter((row) => row.ok).length;
    return (
      <AlertDialog
        open
        onOpenChange={() => onClose(true)}
        title={t(`list.bulk.${kind}`)}
        description={t("list.bulk.result", { done, failed: outcome.length - done })}
        footer={
          <Button variant="primary" onClick={() => onClose(true)}>
            {t("list.bulk.close")}
          </Button>
        }
      >
        <ul aria-label={t("list.bulk.outcome")} className="divide-y divide-line text-sm">
          {outcome.map((row) => (
            <li key={row.id} className="flex items-start gap-2 py-1.5">
              {row.ok ? <CircleCheck aria-hidden className="mt-px size-4 shrink-0 text-ok" /> : <OctagonX aria-hidden className="mt-px size-4 shrink-0 text-bad" />}
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{nameOf(row.id)}</span>
                {row.error && <span className="block text-xs text-bad">{row.error.sentence}</span>}
              </span>
              <span className="shrink-0 text-xs text-muted">{row.ok ? t("list.bulk.done") : t("list.bulk.notDone")}</span>
            </li>
          ))}
        </ul>
      </AlertDialog>
    );
  }
  const ready = taking.length > 0 && (kind !== "tags" || Object.keys(tags).length > 0) && (kind !== "release" || typed.trim() === String(taking.length));
  return (
    <AlertDialog
      open
      onOpenChange={() => onClose(false)}
      initialFocus={kind === "release" ? cancel : undefined}
      title={t(`list.bulk.title.${kind}`, { count: taking.length })}
      description={t(`list.bulk.lead.${kind}`)}
      footer={
        <>
          <Button ref={cancel} onClick={() => onClose(false)} disabled={run.isPending}>
            {t("common.cancel")}
          </Button>
          <Button variant={kind === "release" ? "danger" : "primary"} disabled={!ready} pending={run.isPending} onClick={() => run.mutate()}>
            {t(`list.bulk.confirm.${kind}`, { count: taking.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {run.data?.ok === false && (
          <Notice tone="bad" role="alert">
            {run.data.error.message}
          </Notice>
        )}
        {kind === "tags" && (
          <TagInput
            tags={tags}
            onTagsChange={setTags}
            texts={{ key: t("list.tags.key"), value: t("list.tags.value"), add: t("common.add"), remove: (key) => t("list.tags.remove", { key }) }}
          />
        )}
        {taking.length > 0 && (
          <section aria-label={t("list.bulk.will", { count: taking.length })}>
            <p className="mb-1 text-xs font-medium text-muted">{t("list.bulk.will", { count: taking.length })}</p>
            <ul className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line text-sm" tabIndex={0}>
              {taking.map((task) => (
                <li key={task.id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-0.5 px-3 py-1.5">
                  <span className="min-w-0 truncate font-medium">{task.name}</span>
                  {kind === "pause" && task.runway.deadlineMs !== null ? (
                    <span className="nums text-xs text-muted">{t("list.bulk.runway", { time: format.dateTime(task.runway.deadlineMs) })}</span>
                  ) : (
                    <StatusChip status={task.status} />
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
        {skipped.length > 0 && (
          <section aria-label={t("list.bulk.skipped", { count: skipped.length })}>
            <p className="mb-1 text-xs font-medium text-muted">{t("list.bulk.skipped", { count: skipped.length })}</p>
            <ul className="max-h-40 divide-y divide-line overflow-y-auto rounded-md border border-line text-sm" tabIndex={0}>
              {skipped.map((task) => (
                <li key={task.id} className="flex items-start gap-2 px-3 py-1.5 text-muted">
                  <CircleSlash aria-hidden className="mt-px size-4 shrink-0" />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate text-ink">{task.name}</span>
                    <span className="block text-xs">
                      {t(`tasks.status.${task.status.value}`)} · {t(`tasks.actions.why.${kind === "release" && task.status.value === "Released" ? "released" : kind}`)}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {kind === "release" && taking.length > 0 && (
          <Field label={t("list.bulk.type", { count: taking.length })}>
            <Input value={typed} onValueChange={(next) => setTyped(next)} autoComplete="off" inputMode="numeric" />
          </Field>
        )}
      </div>
    </AlertDialog>
  );
}
