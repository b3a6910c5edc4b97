"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { stepPath } from "@/lib/tasks/steps";
import type { TaskDetail } from "@/lib/tasks/view";
import { startCommand } from "../resources/start-command";
import { usePerson } from "../shell/person";
import { primaryAction } from "../tasks/action-model";
import { attentionTone, useAttentionText } from "../tasks/attention-text";
import { PrimaryButton } from "../tasks/task-actions";
import { useTaskAction } from "../tasks/use-task-action";
import { cn } from "../ui/class-names";
import { CopyButton } from "../ui/copy-button";
import { StripCell, useStripLayout } from "./strip-cell";

/** Do I have to act? One sentence, and the one thing to press or to follow. */
export function NeedsYouCell({ task, className }: { task: TaskDetail; className?: string }) {
  const t = useTranslations("status.strip");
  const text = useAttentionText();
  const compact = useStripLayout() === "compact";
  const { attention } = task;
  const way = useWay(task);
  return (
    <StripCell
      className={className}
      label={t("needsYou")}
      tone={attention.kind === "none" ? undefined : attentionTone(attention)}
      value={<span className={cn("block leading-5", attention.kind !== "none" && !compact && "text-base")}>{text(attention, t("nothing"))}</span>}
      aside={compact ? way : null}
      lines={
        compact
          ? []
          : [
              way,
              task.acceptedRisks.length > 0 && (
                <a className="link inline-flex min-h-6 items-center" href="#risks">
                  {t("acceptedRisks", { count: task.acceptedRisks.length })}
                </a>
              ),
            ]
      }
    />
  );
}

/** What to press: the act itself where one press is all of it, else the place where it is decided. Null where nothing is to be done. */
function useWay(task: TaskDetail) {
  const t = useTranslations("status.strip");
  const tAction = useTranslations("tasks.actions");
  const action = useTaskAction(task);
  const person = usePerson();
  const { attention } = task;
  const link = (href: string, label: string) => (
    <Link className="link inline-flex min-h-6 items-center text-xs font-normal" href={href}>
      {label}
    </Link>
  );
  const kind = primaryAction(task);
  const act = person.mayOperate && (kind === "resume" || kind === "retryNow" || kind === "start" || kind === "precheck") && (
    <PrimaryButton task={task} size="sm" emphasis="quiet" pending={action.isPending} onRun={(run) => action.mutate({ kind: run })} onAsk={() => {}} />
  );
  switch (attention.kind) {
    case "none":
      return null;
    case "configure":
      return link(stepPath(task.id, attention.step), tAction("continueConfiguring"));
    case "precheck-failed":
    case "precheck-warnings":
      return link(`/sync/${task.id}/precheck`, tAction("reviewPrecheck"));
    case "modification-failed":
      return link(`/sync/${task.id}/objects`, tAction("seeChange"));
    case "lag-high":
      return link(`/sync/${task.id}/performance`, t("seeCause"));
    case "term-over":
      return link(`/sync/${task.id}/config`, t("seeTerm"));
    case "no-runner":
      return (
        <CopyButton text={startCommand(task.destination.regionId)} label={t("copyStart")}>
          {t("copyStart")}
        </CopyButton>
      );
    case "failed":
      // What cannot go on is decided about in the card of the error.
      return act || link(`/sync/${task.id}`, t("seeError"));
    case "runway-short":
      return act || link(`/sync/${task.id}/performance`, t("seeCause"));
    case "retrying":
    case "ready-to-start":
    case "waiting-for-start":
    case "start-missed":
      return act || null;
  }
}
