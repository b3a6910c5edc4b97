"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Circle, CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { markCutover, takeGuardsOff } from "@/lib/cutover/actions";
import type { CutoverView } from "@/lib/cutover/view";
import { answerOf, polled } from "@/lib/live/queries";
import { taskKeys } from "@/lib/tasks/queries";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { useTask } from "../task-page/task-context";
import { toneText } from "../ui/badge";
import { Button, ButtonLink } from "../ui/button";
import { cn } from "../ui/class-names";
import { CodeBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";
import { QueryPanel } from "../ui/query-panel";
import { Skeleton } from "../ui/skeleton";
import { showToast } from "../ui/toast";

const calmMs = 60_000;
type State = "done" | "running" | "open" | "warn";
const looks = {
  done: { icon: CircleCheck, tone: "ok" },
  running: { icon: LoaderCircle, tone: "info" },
  open: { icon: Circle, tone: "idle" },
  warn: { icon: TriangleAlert, tone: "warn" },
} as const;

/** From two databases in step to the applications on the new one, each step with its state as measured now. */
export function CutoverScreen() {
  const t = useTranslations("cutover");
  const format = useFormat();
  const now = useNow();
  const client = useQueryClient();
  const { task, stale, paused: held } = useTask();
  const key = [...taskKeys.task(task.id), "cutover"];
  const query = useQuery({ queryKey: key, ...answerOf<CutoverView>(`/api/tasks/${task.id}/cutover`), refetchInterval: held ? false : polled(2_000) });
  const mark = useMutation({
    mutationFn: () => markCutover({ id: task.id }),
    onSuccess: (result) => !result.ok && showToast({ tone: "bad", title: result.error.message, description: result.error.remedy }),
    onError: () => showToast({ tone: "bad", title: t("notSent") }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const guards = useMutation({
    mutationFn: () => takeGuardsOff({ id: task.id }),
    onSuccess: (result) => !result.ok && showToast({ tone: "bad", title: result.error.message, description: result.error.remedy }),
    onError: () => showToast({ tone: "bad", title: t("notSent") }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const { data } = query;
  if (data === undefined)
    return (
      <QueryPanel query={query} skeleton={<Skeleton className="h-96" />}>
        {() => null}
      </QueryPanel>
    );
  const paused = task.status.status === "paused";
  const calmFor = data.caughtUpSinceMs === null || now === null || stale ? null : Math.max(0, now - data.caughtUpSinceMs);
  const calm = calmFor !== null && calmFor >= calmMs;
  const { verification } = data;
  const applied = data.mark?.applied === true;
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <div>
        <h2 className="text-lg font-semibold">{t("title")}</h2>
        <p className="text-sm text-muted">{t("lead")}</p>
      </div>
      <ol className="flex flex-col divide-y divide-line rounded-lg border border-line bg-bg">
        <Step number={1} title={t("calm.title")} state={calm || data.mark ? "done" : calmFor !== null ? "running" : "open"}>
          {calmFor !== null ? t("calm.since", { duration: format.duration(Math.floor(calmFor / 1_000) * 1_000) }) : task.lag.state === "behind" && task.lag.lagMs !== null ? t("calm.behind", { duration: format.duration(task.lag.lagMs) }) : t("calm.unknown")}
        </Step>
        <Step number={2} title={t("stop.title")} state={data.mark ? (data.mark.readOnly ? "done" : "warn") : "open"}>
          <p>{t("stop.how")}</p>
          <CodeBlock className="mt-2" label={t("stop.statement")} language="SQL" code={"SET GLOBAL super_read_only = ON;\n-- MySQL 5.6, MariaDB:\nFLUSH TABLES WITH READ LOCK; SET GLOBAL read_only = ON; UNLOCK TABLES;"} />
          {data.mark && !data.mark.readOnly && <p className="mt-2 text-warn">{t("stop.notReadOnly")}</p>}
        </Step>
        <Step number={3} title={t("mark.title")} state={data.mark === null ? "open" : data.mark.writtenSince ? "warn" : applied ? "done" : "running"}>
          {data.mark ? (
            <>
              <p>
                {t("mark.at")} <Time ms={data.mark.atMs} form="timestamp" /> · {data.mark.actor} · <span className="code break-all">{data.mark.position}</span>
              </p>
              <p>{applied ? t("mark.applied") : t("mark.waiting")}</p>
              {data.mark.writtenSince && <p className="text-warn">{t("mark.written")}</p>}
            </>
          ) : (
            <p>{t("mark.how")}</p>
          )}
          <Button className="mt-2" variant={data.mark ? "secondary" : "primary"} pending={mark.isPending} onClick={() => mark.mutate()}>
            {data.mark ? t("mark.again") : t("mark.action")}
          </Button>
        </Step>
        <Step number={4} title={t("verify.title")} state={verification === null ? "open" : verification.status === "passed" ? "done" : ["waiting", "running"].includes(verification.status) ? "running" : "warn"}>
          <p>{verification === null ? t("verify.how") : t("verify.run", { number: verification.number })}</p>
          <ButtonLink className="mt-2" href={verification === null ? `/sync/${task.id}/verification?new=1` : `/sync/${task.id}/verification/${verification.number}`}>
            {verification === null ? t("verify.action") : t("verify.open")}
          </ButtonLink>
        </Step>
        <Step number={5} title={t("pause.title")} state={paused ? "done" : "open"}>
          {paused ? t("pause.done") : t("pause.how")}
        </Step>
        <Step number={6} title={t("guards.title")} state={data.mark?.guardsOff ? "done" : "open"}>
          <p>{data.mark?.guardsOff ? t("guards.done", { triggers: data.mark.guardsOff.triggers, events: data.mark.guardsOff.events }) : t("guards.how")}</p>
          <Button className="mt-2" disabled={!paused || !applied} pending={guards.isPending} onClick={() => guards.mutate()}>
            {t("guards.action")}
          </Button>
          {(!paused || !applied) && <p className="mt-1 text-xs text-muted">{t("guards.why")}</p>}
        </Step>
        <Step number={7} title={t("reverse.title")} state="open">
          <p>{t("reverse.how")}</p>
          <ButtonLink className="mt-2" href={`/sync/new?from=${task.id}&reverse=true`}>
            {t("reverse.action")}
          </ButtonLink>
        </Step>
      </ol>
      {applied && !data.mark?.writtenSince && verification?.status === "passed" && <Notice tone="ok">{t("ready")}</Notice>}
    </div>
  );
}

function Step({ number, title, state, children }: { number: number; title: string; state: State; children: ReactNode }) {
  const t = useTranslations("cutover.state");
  const { icon: Icon, tone } = looks[state];
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 p-4 text-sm">
      <Icon aria-hidden className={cn("mt-0.5 size-5", toneText[tone])} />
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-baseline justify-between gap-x-3 text-base font-semibold">
          <span>
            {number}. {title}
          </span>
          <span className={cn("text-xs font-medium", toneText[tone])}>{t(state)}</span>
        </h3>
        <div className="mt-1">{children}</div>
      </div>
    </li>
  );
}
