"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { taskKeys } from "@/lib/tasks/queries";
import { changeLimits } from "@/lib/tasks/settings/actions";
import { limitChanges, limitsOf, limitsSchema, needsNewAttempt, type Limits, type LimitsInput } from "@/lib/tasks/settings/schema";
import type { TaskDetail } from "@/lib/tasks/view";
import { ClassPicker } from "../create/class-picker";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field, FieldGroup } from "../ui/field";
import { Textarea } from "../ui/input";
import { Notice } from "../ui/notice";
import { NumberField } from "../ui/number-field";
import { showToast } from "../ui/toast";
import { ChangeList } from "./change-list";

const caps = ["full.queriesPerSecond", "full.rowsPerSecond", "full.bytesPerSecond", "incremental.rowsPerSecond", "incremental.bytesPerSecond"] as const;
const unitOf = (cap: (typeof caps)[number]) => (cap.endsWith("bytesPerSecond") ? "megabytes" : cap.endsWith("rowsPerSecond") ? "rows" : "queries");

/** Class, rate caps, thresholds and retry times: what changes is listed with before and after, and what it interrupts is said. */
export function LimitsDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const t = useTranslations("configuration.limits");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const { objects } = task.settings;
  const [before] = useState(() => (objects === null ? null : limitsOf(task.instanceClass, objects)));
  const [version] = useState(task.version);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<LimitsInput, unknown, Limits>({ resolver: zodResolver(limitsSchema), ...(before ? { defaultValues: before } : {}) });
  const { control, formState } = form;
  const { errors, isSubmitting } = formState;
  const values = useWatch({ control });
  if (before === null) return null;
  const parsed = limitsSchema.safeParse(values);
  const changes = parsed.success ? limitChanges(before, parsed.data) : [];
  const restarts = needsNewAttempt(changes) && (task.status.status === "running" || task.status.status === "retrying");

  const submit = form.handleSubmit(async (limits) => {
    setProblem(null);
    const result = await changeLimits({ id: task.id, version, limits, ...(reason.trim() ? { reason: reason.trim() } : {}) }).catch(() => null);
    void client.invalidateQueries({ queryKey: taskKeys.all });
    if (result?.ok) {
      showToast({ tone: "ok", title: t("done", { name: task.name }) });
      onClose();
    } else setProblem(result ? `${result.error.message} ${result.error.remedy}` : t("notSaved"));
  });

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      className="max-w-170"
      title={t("title", { name: task.name })}
      description={t("lead")}
      footer={
        <>
          <Button onClick={onClose} disabled={isSubmitting}>
            {tCommon("cancel")}
          </Button>
          <Button variant="primary" pending={isSubmitting} disabled={parsed.success && changes.length === 0} onClick={() => void submit()}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
        <FieldGroup label={t("class")} description={t("classHelp")}>
          <Controller control={control} name="instanceClass" render={({ field }) => <ClassPicker label={t("class")} value={field.value} onValueChange={field.onChange} />} />
        </FieldGroup>
        <FieldGroup label={t("caps")} description={t("capsHelp")}>
          <div className="grid gap-3 sm:grid-cols-2">
            {caps.map((cap) => (
              <Controller
                key={cap}
                control={control}
                name={`caps.${cap}`}
                render={({ field, fieldState }) => (
                  <Field label={t(cap)} error={fieldState.error?.message}>
                    <NumberField
                      plain
                      format={{ useGrouping: true }}
                      inputRef={field.ref}
                      onBlur={field.onBlur}
                      value={typeof field.value === "number" ? (unitOf(cap) === "megabytes" ? field.value / 1_000_000 : field.value) : null}
                      onValueChange={(value) => field.onChange(value === null ? undefined : unitOf(cap) === "megabytes" ? Math.round(value * 1_000_000) : value)}
                      unit={t(unitOf(cap))}
                    />
                  </Field>
                )}
              />
            ))}
          </div>
        </FieldGroup>
        <div className="grid gap-3 sm:grid-cols-2 sm:items-start">
          {(["lagWarnSeconds", "heartbeatSeconds", "retryMinutes", "otherRetryMinutes"] as const).map((name) => (
            <Controller
              key={name}
              control={control}
              name={name}
              render={({ field }) => (
                <Field label={t(name)} {...(name === "heartbeatSeconds" && { description: t("heartbeatHelp") })} error={errors[name]?.message}>
                  <NumberField
                    plain
                    inputRef={field.ref}
                    onBlur={field.onBlur}
                    value={typeof field.value === "number" ? field.value : null}
                    onValueChange={(value) => field.onChange(value === null && name === "heartbeatSeconds" ? undefined : value)}
                    unit={t(name.endsWith("Seconds") ? "seconds" : "minutes")}
                  />
                </Field>
              )}
            />
          ))}
        </div>
        {changes.length > 0 && (
          <Notice tone={restarts ? "warn" : "info"} title={t("changes", { count: changes.length })}>
            <ChangeList changes={changes} />
            <p className="mt-2">{restarts ? t("interrupts") : t("noInterruption")}</p>
          </Notice>
        )}
        <Field label={t("reason")} optional={tCommon("optional")}>
          <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
        </Field>
      </form>
    </Dialog>
  );
}
