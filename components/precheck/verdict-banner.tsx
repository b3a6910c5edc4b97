"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { isUnchecked } from "@/lib/precheck/unchecked";
import type { PrecheckRunView } from "@/lib/precheck/view";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { Button, ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import type { usePrecheckActions } from "./use-precheck-actions";

const leaveAfterSeconds = 5;

/** What the run means for the start: it starts by itself, it waits for a decision, or it is blocked. */
export function VerdictBanner({ task, run, watched, actions }: { task: TaskDetail; run: PrecheckRunView; watched: boolean; actions: ReturnType<typeof usePrecheckActions> }) {
  const t = useTranslations("precheck.verdict");
  const format = useFormat();
  const started = task.status.status === "starting" || task.status.status === "running" || task.status.status === "retrying";
  if (!run.latest) return null;
  const good = run.status === "passed" || run.status === "warning";
  if (good && started) return watched ? <Starting taskId={task.id} /> : null;
  if (task.status.status !== "ready" || run.outdated) {
    if (run.status !== "failed") return null;
    const blocking = run.counts.failed + run.counts.error;
    const unchecked = run.items.filter(isUnchecked);
    if (blocking > 0) {
      return (
        <Notice tone="bad" title={t("failed", { count: blocking })}>
          <p>{t("failedHelp", { count: blocking })}</p>
          {unchecked.length > 0 && <p>{t("waiting", { count: unchecked.length })}</p>}
        </Notice>
      );
    }
    return (
      <Notice
        tone="bad"
        title={t("unchecked", { count: unchecked.length })}
        actions={
          task.allowed.precheck && (
            <Button variant="primary" pending={actions.pending === "rest"} onClick={() => actions.runRest(unchecked.map((item) => item.id))}>
              {t("runUnchecked", { count: unchecked.length })}
            </Button>
          )
        }
      >
        {t("uncheckedHelp")}
      </Notice>
    );
  }
  if (run.status === "warning") {
    const warnings = run.items.filter((item) => item.status === "warning" && item.acknowledged === null);
    const { attention } = task;
    const startsAtMs = attention.kind === "precheck-warnings" ? attention.startsAtMs : null;
    if (warnings.length > 0) return (
      <Notice
        tone="warn"
        title={t("warnings", { count: warnings.length })}
        actions={
          startsAtMs === null ? (
            <Button variant="primary" pending={actions.pending === "accept"} onClick={() => void actions.accept()}>
              {t("accept", { count: warnings.length })}
            </Button>
          ) : (
            <>
              <Button pending={actions.pending === "accept"} onClick={() => void actions.accept()}>
                {t("acceptNow")}
              </Button>
              <Button variant="primary" pending={actions.pending === "acknowledge"} onClick={() => void actions.acknowledge()}>
                {t("acknowledge", { count: warnings.length })}
              </Button>
            </>
          )
        }
      >
        <ul className="list-disc pl-4">
          {warnings.map((item) => (
            <li key={item.id}>{item.result?.title.text ?? item.topic.text}</li>
          ))}
        </ul>
        {startsAtMs !== null && <p>{t("startsAtOnce", { time: format.dateTime(startsAtMs) })}</p>}
        <p className="text-muted">{t("warningsHelp")}</p>
      </Notice>
    );
  }
  if (run.status !== "passed" && run.status !== "warning") return null;
  return (
    <Notice
      tone="ok"
      title={t("passed")}
      actions={
        <Button variant="primary" pending={actions.pending === "start"} onClick={() => void actions.start()}>
          {t("start")}
        </Button>
      }
    >
      {task.attention.kind === "waiting-for-start"
        ? t("startsAt", { time: format.dateTime(task.attention.atMs) })
        : task.attention.kind === "start-missed"
          ? t("missed", { time: format.dateTime(task.attention.atMs) })
          : t("waits")}
    </Notice>
  );
}

/** "Precheck Passed", and on to the task's page without a further click, unless somebody wants to stay. */
function Starting({ taskId }: { taskId: string }) {
  const t = useTranslations("precheck.verdict");
  const router = useRouter();
  const [left, setLeft] = useState<number | null>(leaveAfterSeconds);
  useEffect(() => {
    if (left === null) return;
    const timer = window.setTimeout(() => (left <= 1 ? router.push(`/sync/${taskId}`) : setLeft(left - 1)), 1_000);
    return () => window.clearTimeout(timer);
  }, [left, router, taskId]);
  return (
    <Notice
      tone="ok"
      title={t("passed")}
      actions={
        <>
          {left !== null && <Button onClick={() => setLeft(null)}>{t("stay")}</Button>}
          <ButtonLink variant="primary" href={`/sync/${taskId}`}>
            {t("view")}
          </ButtonLink>
        </>
      }
    >
      <span className="nums">{left === null ? t("starting") : t("leaving", { seconds: left })}</span>
    </Notice>
  );
}
