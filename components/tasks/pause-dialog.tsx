"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

/** Pausing costs nothing now, but it starts a clock: the dialog says which. */
export function PauseDialog({
  task,
  open,
  onOpenChange,
  pending,
  onConfirm,
}: {
  task: TaskSummary;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  pending: boolean;
  onConfirm: (reason: string) => void;
}) {
  const t = useTranslations("tasks.pauseDialog");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const now = useNow();
  const [reason, setReason] = useState("");
  const { runway } = task;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name: task.name })}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={pending}>
            {tCommon("cancel")}
          </Button>
          <Button variant="primary" pending={pending} onClick={() => onConfirm(reason.trim())}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 text-sm">
        <p>{t("effect")}</p>
        <p className="nums font-medium">
          {runway.deadlineMs !== null
            ? t("deadline", { time: format.dateTime(runway.deadlineMs), duration: now === null ? "…" : format.duration(runway.deadlineMs - now) })
            : runway.unlimited
              ? t("deadlineNever")
              : t("deadlineUnknown")}
        </p>
        <p className="text-muted">{t("billing")}</p>
        <Field label={t("reason")} optional={tCommon("optional")} description={t("reasonHelp")} className="mt-2">
          <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
        </Field>
      </div>
    </Dialog>
  );
}
