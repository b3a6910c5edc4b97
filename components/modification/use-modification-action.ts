"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import type { Result } from "@/lib/http/result";
import { taskKeys } from "@/lib/tasks/queries";
import { newRequestId } from "../tasks/use-task-action";
import { showToast } from "../ui/toast";

interface Call {
  readonly run: (requestId: string) => Promise<Result<unknown>>;
  /** Said when it is done; of what was answered where that makes a difference. */
  readonly done: string | ((answer: unknown) => string);
}

/** Carries out one decision about a change of the objects once, says the outcome, and fetches the task anew either way. */
export function useModificationAction() {
  const t = useTranslations("modification");
  const client = useQueryClient();
  const requestId = useRef<string | null>(null);
  return useMutation({
    mutationFn: ({ run }: Call) => run((requestId.current ??= newRequestId())),
    onSuccess: (result, { done }) => {
      if (result.ok) return showToast({ tone: "ok", title: typeof done === "string" ? done : done(result.data) });
      const { code, message, remedy, fields } = result.error;
      const conflict = code === "transition-refused" || code === "version-conflict";
      showToast({ tone: "bad", title: t("failed"), description: conflict ? t("conflict") : `${Object.values(fields ?? {})[0] ?? message} ${remedy}` });
    },
    onError: () => showToast({ tone: "bad", title: t("failed"), description: t("noAnswer") }),
    onSettled: () => {
      requestId.current = null;
      void client.invalidateQueries({ queryKey: taskKeys.all });
    },
  });
}
