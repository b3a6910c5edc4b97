"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { renameTask } from "@/lib/tasks/actions";
import { taskNameSchema } from "@/lib/tasks/schema";
import type { TaskSummary } from "@/lib/tasks/view";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useTaskEdit } from "./use-task-edit";

/** Another name for a task: nothing stops for it. */
export function RenameDialog({ task, onClose }: { task: Pick<TaskSummary, "id" | "name">; onClose: () => void }) {
  const t = useTranslations("list.rename");
  const tCommon = useTranslations("common");
  const [name, setName] = useState(task.name);
  const { save, pending, error } = useTaskEdit(renameTask, t("done"), onClose);
  const checked = taskNameSchema.safeParse(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checked.success) save({ id: task.id, name: checked.data });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { name: task.name })}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            {tCommon("cancel")}
          </Button>
          <Button type="submit" form="rename-task" variant="primary" pending={pending}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id="rename-task" noValidate onSubmit={submit}>
        <Field label={t("name")} description={t("help")} error={checked.success ? error : checked.error.issues[0]?.message}>
          <Input value={name} onValueChange={(next) => setName(next)} maxLength={200} autoComplete="off" spellCheck={false} />
        </Field>
      </form>
    </Dialog>
  );
}
