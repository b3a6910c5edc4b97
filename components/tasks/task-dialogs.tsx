"use client";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { ConfirmByTyping } from "./confirm-by-typing";
import { PauseDialog } from "./pause-dialog";
import { RenameDialog } from "./rename-dialog";
import { TagsDialog } from "./tags-dialog";
import type { DoableAction } from "./use-task-action";

export type TaskDialog = "pause" | "release" | "reset" | "rename" | "tags";

/** The question that an action asks before it happens. */
export function TaskDialogs({
  task,
  dialog,
  pending,
  onRun,
  onClose,
}: {
  task: TaskSummary;
  dialog: TaskDialog;
  pending: boolean;
  onRun: (kind: DoableAction, extra?: { reason?: string; confirmName?: string }) => void;
  onClose: () => void;
}) {
  const t = useTranslations("tasks");
  switch (dialog) {
    case "pause":
      return <PauseDialog task={task} open onOpenChange={onClose} pending={pending} onConfirm={(reason) => onRun("pause", { reason })} />;
    case "rename":
      return <RenameDialog task={task} onClose={onClose} />;
    case "tags":
      return <TagsDialog task={task} onClose={onClose} />;
    case "release":
    case "reset":
      return (
        <ConfirmByTyping
          open
          onOpenChange={onClose}
          name={task.name}
          pending={pending}
          onConfirm={(confirmName) => onRun(dialog, { confirmName })}
          title={t(`${dialog}Dialog.title`, { name: task.name })}
          lead={t(`${dialog}Dialog.lead`)}
          facts={[t(`${dialog}Dialog.gone`), t(`${dialog}Dialog.kept`), ...(dialog === "release" ? [t("releaseDialog.resume")] : [])]}
          instruction={t.rich(`${dialog}Dialog.type`, { name: () => <strong className="select-all">{task.name}</strong> })}
          confirm={t(`${dialog}Dialog.confirm`)}
        />
      );
  }
}
