"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { PublicError, Result } from "@/lib/http/result";
import { showToast } from "../ui/toast";

/** Runs a change of the registry, says the outcome and fetches the lists anew. `onRefused` may put the answer on a form instead. */
export function useResourceAction<Input>(
  act: (input: Input) => Promise<Result<unknown>>,
  options: { done: string; onDone: () => void; onRefused?: (error: PublicError) => boolean },
) {
  const t = useTranslations("resources");
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => {
      if (result.ok) {
        showToast({ tone: "ok", title: options.done });
        options.onDone();
      } else if (!options.onRefused?.(result.error))
        showToast({ tone: "bad", title: t("failed"), description: `${result.error.message} ${result.error.remedy}` });
    },
    onError: () => showToast({ tone: "bad", title: t("failed") }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["resources"] }),
  });
}
