"use client";
import { ClipboardCheck, Eraser, MoreHorizontal, Pause, Play, RotateCw, Settings2, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { isEditable } from "@/lib/tasks/status";
import { stepPath } from "@/lib/tasks/steps";
import type { TaskSummary } from "@/lib/tasks/view";
import { Button, ButtonLink } from "../ui/button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "../ui/menu";
import { primaryAction } from "./action-model";
import { ConfirmByTyping } from "./confirm-by-typing";
import { PauseDialog } from "./pause-dialog";
import { useTaskAction, type DoableAction } from "./use-task-action";

interface Props {
  task: TaskSummary;
  size?: "sm" | "md";
  /** The list shows the best action as a quiet button; the page as its main one. */
  emphasis?: "quiet" | "main";
}

/** The best action of the state as a button, all of them in a menu; a disabled one says why. */
export function TaskActions({ task, size = "sm", emphasis = "quiet" }: Props) {
  const t = useTranslations("tasks");
  const [dialog, setDialog] = useState<"pause" | "release" | "reset" | null>(null);
  const action = useTaskAction(task);
  const { allowed, status } = task;
  const run = (kind: DoableAction, extra: { reason?: string; confirmName?: string } = {}) =>
    action.mutate({ kind, ...extra }, { onSuccess: (result) => result.ok && setDialog(null) });
  const why = (enabled: boolean, reason: "configure" | "precheck" | "start" | "pause" | "retryNow" | "reset" | "release") =>
    enabled ? undefined : t(`actions.why.${reason}`);

  const configurePath = stepPath(task.id, task.attention.kind === "configure" ? task.attention.step : "endpoints");
  const precheckPath = `/sync/${task.id}/precheck`;
  const canStart = allowed.start || allowed.resume;
  const released = status.value === "Released";

  return (
    <div className="flex items-center gap-1">
      <PrimaryButton task={task} size={size} emphasis={emphasis} pending={action.isPending} onRun={run} onPause={() => setDialog("pause")} />
      {!released && (
        <Menu
          trigger={
            <Button
              variant={emphasis === "main" ? "secondary" : "ghost"}
              size={size === "sm" ? "icon-sm" : "icon"}
              aria-label={t("actionsFor", { name: task.name })}
              icon={<MoreHorizontal aria-hidden />}
            />
          }
        >
          {allowed.configure ? (
            <MenuLink icon={<Settings2 />} href={configurePath}>
              {status.value === "NotConfigured" ? t("actions.configure") : t("actions.editSettings")}
            </MenuLink>
          ) : (
            <MenuItem icon={<Settings2 />} disabled detail={why(false, "configure")}>
              {isEditable(status.status) ? t("actions.configure") : t("actions.editSettings")}
            </MenuItem>
          )}
          <MenuItem icon={<ClipboardCheck />} disabled={!allowed.precheck} detail={why(allowed.precheck, "precheck")} onClick={() => run("precheck")}>
            {t("actions.runPrecheck")}
          </MenuItem>
          {status.value !== "NotConfigured" && status.value !== "NotStarted" && (
            <MenuLink icon={<ClipboardCheck />} href={precheckPath}>
              {t("actions.viewPrecheck")}
            </MenuLink>
          )}
          <MenuSeparator />
          <MenuItem icon={<Play />} disabled={!canStart} detail={why(canStart, "start")} onClick={() => run(allowed.start ? "start" : "resume")}>
            {allowed.resume && !allowed.start ? t("actions.resume") : t("actions.start")}
          </MenuItem>
          <MenuItem icon={<Pause />} disabled={!allowed.pause} detail={why(allowed.pause, "pause")} onClick={() => setDialog("pause")}>
            {t("actions.pause")}
          </MenuItem>
          <MenuItem icon={<RotateCw />} disabled={!allowed.retryNow} detail={why(allowed.retryNow, "retryNow")} onClick={() => run("retryNow")}>
            {t("actions.retryNow")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Eraser />} disabled={!allowed.reset} detail={why(allowed.reset, "reset")} danger onClick={() => setDialog("reset")}>
            {t("actions.reset")}
          </MenuItem>
          <MenuItem icon={<Trash2 />} disabled={!allowed.release} detail={why(allowed.release, "release")} danger onClick={() => setDialog("release")}>
            {t("actions.release")}
          </MenuItem>
        </Menu>
      )}
      {dialog === "pause" && (
        <PauseDialog task={task} open onOpenChange={() => setDialog(null)} pending={action.isPending} onConfirm={(reason) => run("pause", { reason })} />
      )}
      {(dialog === "release" || dialog === "reset") && (
        <ConfirmByTyping
          open
          onOpenChange={() => setDialog(null)}
          name={task.name}
          pending={action.isPending}
          onConfirm={(confirmName) => run(dialog, { confirmName })}
          title={t(`${dialog}Dialog.title`, { name: task.name })}
          lead={t(`${dialog}Dialog.lead`)}
          facts={[t(`${dialog}Dialog.gone`), t(`${dialog}Dialog.kept`), ...(dialog === "release" ? [t("releaseDialog.resume")] : [])]}
          instruction={t.rich(`${dialog}Dialog.type`, { name: () => <strong className="select-all">{task.name}</strong> })}
          confirm={t(`${dialog}Dialog.confirm`)}
        />
      )}
    </div>
  );
}

/** The best action of the state, alone: for cards that offer the way out. */
export function PrimaryButton({
  task,
  size,
  emphasis,
  pending,
  onRun,
  onPause,
}: Required<Props> & { pending: boolean; onRun: (kind: DoableAction) => void; onPause: () => void }) {
  const t = useTranslations("tasks.actions");
  const kind = primaryAction(task);
  const variant = emphasis === "main" ? "primary" : "secondary";
  const configureStep = task.attention.kind === "configure" ? task.attention.step : "endpoints";
  switch (kind) {
    case null:
      return null;
    case "configure":
    case "editSettings":
      return (
        <ButtonLink variant={variant} size={size} href={stepPath(task.id, configureStep)}>
          {task.status.value === "NotConfigured" ? t("configure") : t("editSettings")}
        </ButtonLink>
      );
    case "viewPrecheck":
      return (
        <ButtonLink variant={variant} size={size} href={`/sync/${task.id}/precheck`}>
          {task.status.value === "Prechecking" ? t("viewPrecheck") : t("reviewPrecheck")}
        </ButtonLink>
      );
    case "pause":
      return (
        <Button variant="secondary" size={size} pending={pending} onClick={onPause}>
          {t("pause")}
        </Button>
      );
    case "precheck":
    case "start":
    case "resume":
    case "retryNow":
    case "reset":
    case "release":
      return (
        <Button variant={variant} size={size} pending={pending} onClick={() => onRun(kind)}>
          {t(kind === "precheck" ? "runPrecheck" : kind)}
        </Button>
      );
  }
}
