"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import type { Result } from "@/lib/http/result";
import { pauseTask, releaseTask, resetTask, resumeTask, retryNow, runPrecheck, startTask } from "@/lib/tasks/actions";
import { taskKeys, taskOptions } from "@/lib/tasks/queries";
import type { TaskSummary } from "@/lib/tasks/view";
import { consoleNow } from "../formatting/console-clock";
import { useFormat } from "../formatting/use-format";
import { showToast } from "../ui/toast";

export type DoableAction = "start" | "pause" | "resume" | "retryNow" | "precheck" | "reset" | "release";
interface Call {
  kind: DoableAction;
  reason?: string;
  confirmName?: string;
  removeRules?: boolean;
  remindAtMs?: number;
}

/** Carries out an action once per decision, says the outcome, and fetches the task anew either way. */
export function useTaskAction(task: Pick<TaskSummary, "id" | "name" | "version" | "status">) {
  const t = useTranslations("tasks");
  const client = useQueryClient();
  const router = useRouter();
  const format = useFormat();
  // The same id on a repeated click of the same decision: it happens once at the server.
  const requestId = useRef<string | null>(null);
  /** Somebody was faster: who, and when. */
  const sayConflict = async (): Promise<string> => {
    const fresh = await client.fetchQuery({ ...taskOptions(task.id), staleTime: 0 }).catch(() => null);
    if (!fresh) return t("conflict");
    const duration = format.duration(Math.max(0, consoleNow() - (fresh.pause?.atMs ?? fresh.status.sinceMs)));
    return fresh.pause ? t("conflictPaused", { who: fresh.pause.by, duration }) : t("conflictNow", { status: t(`status.${fresh.status.value}`), duration });
  };
  return useMutation({
    mutationFn: async ({ kind, reason, confirmName, removeRules, remindAtMs }: Call): Promise<Result<unknown>> => {
      const { id } = task;
      requestId.current ??= newRequestId();
      const common = { id, requestId: requestId.current };
      const seen = { ...common, shown: { version: task.version } };
      // What a dialog says before a step that is not taken back holds for this very stay in the status.
      const final = { ...common, shown: { version: task.version, statusSinceMs: task.status.sinceMs }, ...(reason ? { reason } : {}), confirmName: confirmName ?? "" };
      switch (kind) {
        case "start":
          return startTask(common);
        case "pause":
          return pauseTask({ ...seen, ...(reason ? { reason } : {}), ...(remindAtMs === undefined ? {} : { remindAtMs }) });
        case "resume":
          return resumeTask(seen);
        case "retryNow":
          return retryNow(common);
        case "precheck":
          // Whether the task starts afterwards is a setting of the task (step 4), not of this button.
          return runPrecheck({ ...common, version: task.version });
        case "reset":
          return resetTask(final);
        case "release":
          return releaseTask({ ...final, ...(removeRules === undefined ? {} : { removeRules }) });
      }
    },
    onSuccess: async (result, { kind }) => {
      const action = t(`actions.${kind === "precheck" ? "runPrecheck" : kind}`);
      if (result.ok) {
        showToast({ tone: "ok", title: t(`done.${kind}`, { name: task.name }) });
        if (kind === "precheck") router.push(`/sync/${task.id}/precheck/${(result.data as { number: number }).number}`);
      } else {
        const { code, message, remedy } = result.error;
        showToast({
          tone: "bad",
          title: t("failed", { action }),
          description: code === "transition-refused" || code === "version-conflict" ? await sayConflict() : `${message} ${remedy}`,
        });
      }
    },
    onError: (_, { kind }) => showToast({ tone: "bad", title: t("failed", { action: t(`actions.${kind === "precheck" ? "runPrecheck" : kind}`) }) }),
    onSettled: () => {
      requestId.current = null;
      // Not awaited: the dialog closes on the answer, the figures follow.
      void client.invalidateQueries({ queryKey: taskKeys.all });
    },
  });
}

/** randomUUID exists in secure contexts only; a console at a plain http address still needs ids that do not repeat. */
export function newRequestId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}
