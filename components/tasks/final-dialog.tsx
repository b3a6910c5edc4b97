"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { fetchJson } from "@/lib/http/fetch-json";
import type { ReleaseFacts } from "@/lib/tasks/lifecycle/data";
import { taskKeys } from "@/lib/tasks/queries";
import type { TaskSummary } from "@/lib/tasks/view";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { ConfirmByTyping } from "./confirm-by-typing";

interface Props {
  task: TaskSummary;
  kind: "release" | "reset";
  pending: boolean;
  onRun: (kind: "release" | "reset", extra: { reason?: string; confirmName?: string; removeRules?: boolean }) => void;
  onClose: () => void;
}

/** Reset and Release: what goes and what stays, computed for this task; why; and of firewall rules that were set for it, whether they go too. */
export function FinalDialog({ task, kind, pending, onRun, onClose }: Props) {
  const t = useTranslations("tasks");
  const tCommon = useTranslations("common");
  const [reason, setReason] = useState("");
  const [choice, setChoice] = useState<boolean | null>(null);
  const { data } = useQuery({ queryKey: [...taskKeys.task(task.id), "release"], queryFn: ({ signal }) => fetchJson<ReleaseFacts>(`/api/tasks/${task.id}/release`, signal), enabled: kind === "release", staleTime: 0 });
  const rules = data?.rules ?? [];
  const removeRules = choice ?? rules.some((rule) => rule.removeOnRelease);
  const facts =
    kind === "reset"
      ? [t("resetDialog.gone"), t("resetDialog.kept")]
      : [
          t("releaseDialog.capacity", { class: t(`class.${task.instanceClass}`) }),
          data && data.credentials.length === 0 ? t("releaseDialog.noCredentials") : t("releaseDialog.credentials", { list: data?.credentials.join(", ") ?? "…" }),
          t("releaseDialog.kept"),
          t("releaseDialog.resume"),
        ];
  return (
    <ConfirmByTyping
      open
      onOpenChange={onClose}
      name={task.name}
      pending={pending}
      onConfirm={(confirmName) => onRun(kind, { confirmName, reason: reason.trim(), ...(rules.length > 0 && { removeRules }) })}
      title={t(`${kind}Dialog.title`, { name: task.name })}
      lead={t(`${kind}Dialog.lead`)}
      facts={facts}
      instruction={t.rich(`${kind}Dialog.type`, { name: () => <strong className="select-all">{task.name}</strong> })}
      confirm={t(`${kind}Dialog.confirm`)}
    >
      <div className="mb-4 flex flex-col gap-3">
        {rules.length > 0 && (
          <div className="text-sm">
            <Checkbox label={t("releaseDialog.removeRules", { count: rules.length })} checked={removeRules} onCheckedChange={setChoice} />
            <ul className="mt-1 pl-7 text-xs text-muted">
              {rules.map((rule) => (
                <li key={rule.side} className="break-words">
                  {t("releaseDialog.rule", { name: rule.name, port: String(rule.port), sources: rule.sources.join(", ") })}
                </li>
              ))}
            </ul>
          </div>
        )}
        <Field label={t("pauseDialog.reason")} optional={tCommon("optional")} description={t("reasonKept")}>
          <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
        </Field>
      </div>
    </ConfirmByTyping>
  );
}
