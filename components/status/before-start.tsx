"use client";
import { useTranslations } from "use-intl";
import type { TaskDetail } from "@/lib/tasks/view";
import { stepPath } from "@/lib/tasks/steps";
import { useFormat } from "../formatting/use-format";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { DraftSteps } from "./draft-steps";
import { PrecheckFindings } from "./precheck-findings";

/** Before the first start: what is missing, what the precheck found, when it begins. */
export function DraftCard({ task }: { task: TaskDetail }) {
  const { attention, status } = task;
  const withSteps = status.value === "NotConfigured" || status.value === "NotStarted";
  const withFindings = status.value === "Prechecking" || status.value === "PrecheckFailed" || attention.kind === "precheck-warnings";
  return (
    <div className="flex flex-col gap-3">
      <Sentence task={task} />
      {withSteps && <DraftSteps task={task} />}
      {withFindings && task.latestPrecheck !== null && <PrecheckFindings taskId={task.id} expected={attention.kind === "precheck-failed" ? attention.failed : attention.kind === "precheck-warnings" ? attention.warnings : 0} />}
    </div>
  );
}

function Sentence({ task }: { task: TaskDetail }) {
  const t = useTranslations("status.draft");
  const tAction = useTranslations("tasks.actions");
  const format = useFormat();
  const { attention, status } = task;
  const precheck = (label: string) => <ButtonLink href={`/sync/${task.id}/precheck`}>{label}</ButtonLink>;
  switch (status.value) {
    case "NotConfigured":
      return (
        <Notice
          tone="info"
          title={t("title")}
          actions={
            <ButtonLink variant="primary" href={stepPath(task.id, attention.kind === "configure" ? attention.step : "endpoints")}>
              {tAction("continueConfiguring")}
            </ButtonLink>
          }
        >
          <p>{t("body")}</p>
        </Notice>
      );
    case "NotStarted":
      return <Notice tone="info" title={t("ready")} />;
    case "Prechecking":
      return <Notice tone="info" title={t("precheckRunning")} actions={precheck(tAction("viewPrecheck"))} />;
    case "PrecheckFailed":
      return <Notice tone="bad" title={t("precheckFailed", { count: attention.kind === "precheck-failed" ? attention.failed : 1 })} actions={precheck(tAction("reviewPrecheck"))} />;
    default:
      break;
  }
  switch (attention.kind) {
    case "precheck-warnings": {
      const title = attention.startsAtMs === null ? t("precheckWarnings", { count: attention.warnings }) : t("precheckWarningsBefore", { count: attention.warnings, time: format.dateTime(attention.startsAtMs) });
      return <Notice tone="warn" title={title} actions={precheck(tAction("reviewPrecheck"))} />;
    }
    case "start-missed":
      return <Notice tone="bad" title={t("startMissed", { time: format.dateTime(attention.atMs) })} actions={precheck(tAction("reviewPrecheck"))} />;
    case "waiting-for-start":
      return <Notice tone="info" title={t("startsAt", { time: format.dateTime(attention.atMs) })} />;
    default:
      return <Notice tone="ok" title={t("precheckPassed")} />;
  }
}
