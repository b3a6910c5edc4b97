"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { Result } from "@/lib/http/result";
import { showToast } from "../ui/toast";

/** Runs a change of rules or channels, says what was refused or did not arrive, and fetches everything about alerts anew. */
export function useAlertAction() {
  const t = useTranslations("alerts");
  const client = useQueryClient();
  return useMutation({
    mutationFn: (work: () => Promise<Result<unknown>>) => work(),
    onSuccess: (result) => !result.ok && showToast({ tone: "bad", title: result.error.message, description: result.error.remedy }),
    onError: () => showToast({ tone: "bad", title: t("notSent") }),
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts"] }),
  });
}
