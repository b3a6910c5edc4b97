"use client";
import { CircleHelp, RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import type { TaskDetail } from "@/lib/tasks/view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { SetErrorTableAside } from "../modification/error-table";
import { cannotResume } from "../tasks/action-model";
import { Badge } from "../ui/badge";
import { ButtonLink } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Collapsible } from "../ui/collapsible";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { ResetPosition } from "../position-reset/reset-position";
import { SkipTransaction, transactionFacts } from "../skipped-transactions/skip-transaction";
import { DdlDecisions, ddlFacts, DdlStatement, isDdlError } from "../schema-changes/ddl-decision";
import { Backlog } from "./backlog";
import { BeginAnew } from "./begin-anew";
import { CopyBundle } from "./copy-bundle";

// A task that runs needs neither: not part of what its page loads first.
const DraftCard = dynamic(() => import("./before-start").then((module) => module.DraftCard));
const ReleasedCard = dynamic(() => import("./released-card").then((module) => module.ReleasedCard));

/** The first thing under the strip, by state: what stopped, what is retried, who paused, what is missing. `retry` is the button that tries again. */
export function StateCard({ task, retry }: { task: TaskDetail; retry: ReactNode }) {
  switch (task.status.value) {
    case "Failed":
    case "InitializeFailed":
      return <ErrorCard task={task} retry={retry} />;
    case "Retrying":
      return <RetryCard task={task} retry={retry} />;
    case "Suspending":
      return <PausedCard task={task} retry={retry} />;
    case "NotConfigured":
    case "NotStarted":
    case "Prechecking":
    case "PrecheckFailed":
    case "PreCheckPass":
      return <DraftCard task={task} />;
    case "Released":
      return <ReleasedCard task={task} />;
    default:
      return null;
  }
}

function ErrorCard({ task, retry }: { task: TaskDetail; retry: ReactNode }) {
  const t = useTranslations("status.error");
  const format = useFormat();
  const now = useNow();
  const error = task.error;
  if (!error) return null;
  const ddl = isDdlError(error);
  const lost = cannotResume(task);
  const facts = Object.entries(error.context).filter(([key, value]) => key !== "detail" && value !== null && !(ddl && ddlFacts.includes(key)) && !transactionFacts.includes(key));
  // One table stopped the stream: the others of the task wait with it.
  const others = typeof error.context["table"] === "string" ? (task.progress?.load.tables ?? 0) - 1 : 0;
  return (
    <section aria-label={t("label")} className="rounded-lg border border-bad bg-bg">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 rounded-t-lg bg-bad-chip px-4 py-2.5">
        <h2 className="min-w-0 text-base font-semibold text-bad">{error.sentence}</h2>
        <span className="flex items-center gap-2">
          <a href={`/help/errors#${error.code}`} className="code inline-flex min-h-6 items-center gap-1 text-bad underline underline-offset-2">
            {error.code}
            <CircleHelp aria-hidden className="size-3.5" />
          </a>
          <Badge tone="bad">
            {error.disposition === "bug"
              ? t("bug")
              : lost
                ? t("cannotResume")
                : t("needsYou")}
          </Badge>
        </span>
      </header>
      <div className="flex flex-col gap-3 px-4 py-3 text-sm">
        <p className="nums text-muted">
          {t("since", { time: format.timestamp(error.atMs), duration: now === null ? "…" : format.duration(now - error.atMs) })} {t("safe")}
          {others > 0 && ` ${t("waiting", { count: others })}`}
        </p>
        {task.status.value === "Failed" && <Backlog keptUntilMs={task.runway.deadlineMs} />}
        <dl className="grid grid-cols-1 gap-x-4 gap-y-1.5 sm:grid-cols-[4rem_minmax(0,1fr)]">
          {error.detail && (
            <>
              <dt className="font-semibold">{t("cause")}</dt>
              <dd className="min-w-0 break-words">{error.detail}</dd>
            </>
          )}
          <dt className="font-semibold">{t("do")}</dt>
          <dd className="min-w-0">{error.remedy}</dd>
        </dl>
        {ddl && <DdlStatement error={error} />}
        {lost && <BeginAnew task={task} />}
        {error.serverMessage && (
          <Collapsible summary={t("original")} open>
            <p lang="en" className="code rounded-md bg-surface px-3 py-2 break-words whitespace-pre-wrap">
              {error.serverMessage}
            </p>
          </Collapsible>
        )}
        {facts.length > 0 && (
          <Collapsible summary={t("facts")}>
            <CodeBlock label={t("facts")} code={facts.map(([key, value]) => `${key}: ${String(value)}`).join("\n")} />
          </Collapsible>
        )}
        <div className="flex flex-wrap items-center gap-2">
          {retry}
          <SetErrorTableAside task={task} error={error} />
          <SkipTransaction task={task} error={error} />
          <ResetPosition task={task} />
          {ddl && <DdlDecisions task={task} error={error} />}
          <CopyBundle taskId={task.id} />
          <CopyButton text={() => `${location.origin}/sync/${task.id}`} label={t("copyLink")}>
            {t("copyLink")}
          </CopyButton>
          <ButtonLink size="sm" href={`/sync/${task.id}/logs?at=${error.atMs}`}>
            {t("log")}
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}

function RetryCard({ task, retry }: { task: TaskDetail; retry: ReactNode }) {
  const t = useTranslations("status.retrying");
  const format = useFormat();
  const now = useNow();
  const state = task.retry;
  if (!state) return null;
  const next = now === null ? null : state.nextAtMs - now;
  return (
    <section aria-label={t("title")} className="rounded-lg border border-line bg-bg">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-t-lg bg-warn-chip px-4 py-2.5">
        <h2 className="flex items-center gap-2 text-base font-semibold text-warn">
          <RotateCw aria-hidden className="size-4" />
          {t("title")}
        </h2>
        <span className="nums flex flex-wrap items-center gap-x-3 text-sm text-warn">
          <a href={`/help/errors#${state.code}`} className="code inline-flex min-h-6 items-center gap-1 underline underline-offset-2">
            {state.code}
            <CircleHelp aria-hidden className="size-3.5" />
          </a>
          {t("attempt", { attempt: state.attempt })} · {next !== null && next > 0 ? t("next", { duration: format.duration(next) }) : t("now")}
        </span>
      </header>
      <div className="flex flex-col gap-2 px-4 py-3 text-sm">
        <p>
          <span className="font-medium">{state.sentence}</span> {state.remedy}
        </p>
        {state.serverMessage && (
          <p lang="en" className="code rounded-md bg-surface px-3 py-2 break-words whitespace-pre-wrap">
            {state.serverMessage}
          </p>
        )}
        <p className="nums text-muted">
          {t("since", { time: format.timestamp(state.sinceMs) })}{" "}
          {t("window", { time: format.dateTime(state.windowEndsMs), duration: now === null ? "…" : format.duration(state.windowEndsMs - now) })}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          {retry}
          <CopyBundle taskId={task.id} />
          <ButtonLink size="sm" href={`/sync/${task.id}/logs?at=${state.sinceMs}`}>
            {t("log")}
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}

function PausedCard({ task, retry }: { task: TaskDetail; retry: ReactNode }) {
  const t = useTranslations("status.paused");
  const format = useFormat();
  const { pause, runway } = task;
  return (
    <Notice
      tone={runway.tone === "warn" || runway.tone === "bad" ? runway.tone : "idle"}
      title={pause ? t("title", { who: pause.by }) : undefined}
      actions={
        <>
          {retry}
          <ResetPosition task={task} />
        </>
      }
    >
      {pause && (
        <p className="nums">
          <Time ms={pause.atMs} form="timestamp" /> · {pause.reason ? t("reason", { reason: pause.reason }) : t("noReason")}
        </p>
      )}
      {runway.deadlineMs !== null ? (
        <p className="nums font-medium">{t("resumeBefore", { time: format.dateTime(runway.deadlineMs) })}</p>
      ) : runway.unlimited ? (
        <p>{t("unlimited")}</p>
      ) : null}
      <Backlog withForecast />
    </Notice>
  );
}
