"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { polled } from "@/lib/live/queries";
import { cancelModification, retryModification } from "@/lib/tasks/modification/actions";
import { modificationOptions } from "@/lib/tasks/modification/queries";
import type { ModificationView } from "@/lib/tasks/modification/view";
import { taskTablesOptions } from "@/lib/tasks/queries";
import { floorPercent } from "../formatting/quantity";
import { useFormat } from "../formatting/use-format";
import { usePerson } from "../shell/person";
import { tablePath } from "../task-page/table-path";
import { TableStateBadge } from "../task-page/table-state";
import { CopyBundle } from "../status/copy-bundle";
import { useTask } from "../task-page/task-context";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { AlertDialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import { isOpen, mayCancel } from "./modification-state";
import { useModificationAction } from "./use-modification-action";

/** A change of the objects that waits, goes on or has failed; nothing otherwise. */
export function ModificationCard() {
  const t = useTranslations("modification");
  const { task } = useTask();
  const { mayOperate } = usePerson();
  const { data: modification } = useQuery(modificationOptions(task.id));
  if (!modification) return null;
  if (modification.state === "checking" || modification.state === "checked")
    return (
      <Notice tone="info" title={t("waits", { who: modification.createdBy })} actions={<ButtonLink href={`/sync/${task.id}/objects/modify`}>{t("review")}</ButtonLink>}>
        {t(modification.state === "checking" ? "waitsChecking" : "waitsChecked")}
      </Notice>
    );
  if (!isOpen(modification.state)) return null;
  const { diff, error } = modification;
  return (
    <Card
      title={t(`kind.${modification.kind}`)}
      description={t("counts", { added: diff.added.length, removed: diff.removed.length, changed: diff.changed.length, kinds: diff.kinds.length })}
      actions={mayOperate && <Decisions modification={modification} />}
    >
      <div className="flex flex-col gap-3 text-sm">
        {modification.state === "failed" && error ? (
          <Notice tone="bad" title={error.sentence} actions={<CopyBundle taskId={task.id} />}>
            <p>{error.remedy}</p>
            {error.detail && (
              <p lang="en" className="code mt-1 break-words">
                {error.detail}
              </p>
            )}
            <p>{t("failedBody")}</p>
          </Notice>
        ) : (
          <p className="text-muted">{t(`state.${modification.state === "left" ? "left" : modification.state === "confirmed" ? "confirmed" : "running"}`)}</p>
        )}
        {modification.reason !== null && <p>{t("reason", { reason: modification.reason })}</p>}
        <Tables />
      </div>
    </Card>
  );
}

function Decisions({ modification }: { modification: ModificationView }) {
  const t = useTranslations("modification");
  const tCommon = useTranslations("common");
  const { task } = useTask();
  const action = useModificationAction();
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const common = { id: task.id, number: modification.number };
  return (
    <>
      {modification.state === "failed" && (
        <Button variant="primary" pending={action.isPending} onClick={() => action.mutate({ run: (requestId) => retryModification({ ...common, requestId }), done: t("retried") })}>
          {tCommon("retry")}
        </Button>
      )}
      {mayCancel(modification) && <Button onClick={() => setAsking(true)}>{t("cancel")}</Button>}
      {asking && (
        <AlertDialog
          open
          onOpenChange={setAsking}
          initialFocus={keep}
          title={t("cancelDialog.title")}
          description={t("cancelDialog.lead")}
          footer={
            <>
              <Button ref={keep} disabled={action.isPending} onClick={() => setAsking(false)}>
                {t("cancelDialog.keep")}
              </Button>
              <Button variant="danger" pending={action.isPending} onClick={() => action.mutate({ run: (requestId) => cancelModification({ ...common, requestId }), done: t("cancelled") }, { onSuccess: () => setAsking(false) })}>
                {t("cancel")}
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

/** The tables that are brought up beside the stream. */
function Tables() {
  const t = useTranslations("modification");
  const tProgress = useTranslations("taskPage.progress");
  const format = useFormat();
  const { task, paused, stale } = useTask();
  const { data } = useQuery({
    ...taskTablesOptions(task.id, { state: ["stopped", "waiting", "creating", "copying", "copied", "catching_up"], sort: "rows", dir: "desc", page: 1, pageSize: 10 }),
    refetchInterval: paused ? false : polled(2_000),
  });
  if (!data || data.rows.length === 0) return null;
  return (
    <>
      <ul aria-label={t("tables")} className="flex flex-col gap-2">
        {data.rows.map((row) => {
          const name = `${row.source.database}.${row.source.table}`;
          return (
            <li key={name} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1">
              <Link className="link code truncate" href={tablePath(task.id, row.source)}>
                {name}
              </Link>
              <TableStateBadge state={row.state} still={stale || !task.status.live} />
              <span className="nums col-span-2 text-xs text-muted">
                {t("rowsOf", { rows: format.count(row.rowsCopied), estimate: format.count(row.rowsEstimated) })}
                {row.state === "copying" && <Progress className="mt-1 h-1" label={tProgress("rowsBar", { table: name })} value={row.rowsCopied > row.rowsEstimated ? null : floorPercent(row.rowsCopied, row.rowsEstimated, false)} />}
              </span>
            </li>
          );
        })}
      </ul>
      {data.total > data.rows.length && (
        <Link className="link w-fit" href={`/sync/${task.id}/progress`}>
          {t("more", { count: data.total - data.rows.length })}
        </Link>
      )}
    </>
  );
}
