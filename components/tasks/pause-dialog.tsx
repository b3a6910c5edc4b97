"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { consoleNow } from "../formatting/console-clock";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { Select } from "../ui/select";

const hourMs = 3_600_000;
const hoursOf = { "1h": 1, "4h": 4, "1d": 24 } as const;
type Remind = "never" | keyof typeof hoursOf | "deadline";

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
  onConfirm: (reason: string, remindAtMs: number | null) => void;
}) {
  const t = useTranslations("tasks.pauseDialog");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const now = useNow();
  const [reason, setReason] = useState("");
  const { runway } = task;
  const [remind, setRemind] = useState<Remind>("never");
  // Two hours are time to come to a desk and to catch up.
  const beforeDeadline = runway.deadlineMs === null ? null : runway.deadlineMs - 2 * hourMs;
  const remindAtMs = () => (remind === "never" ? null : remind === "deadline" ? beforeDeadline : consoleNow() + hoursOf[remind] * hourMs);
  const choices = (["never", "1h", "4h", "1d", "deadline"] as const).filter((each) => each !== "deadline" || (beforeDeadline !== null && now !== null && beforeDeadline > now));
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
          <Button variant="primary" pending={pending} onClick={() => onConfirm(reason.trim(), remindAtMs())}>
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
        <Field label={t("remind")} description={t("remindHelp")} className="mt-2">
          <Select value={remind} onValueChange={setRemind} options={choices.map((value) => ({ value, label: value === "deadline" ? t("reminds.deadline", { time: format.dateTime(beforeDeadline ?? 0) }) : t(`reminds.${value}`) }))} />
        </Field>
        <Field label={t("reason")} optional={tCommon("optional")} description={t("reasonHelp")} className="mt-2">
          <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
        </Field>
      </div>
    </Dialog>
  );
}
