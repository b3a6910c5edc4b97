"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import type { Result } from "@/lib/http/result";
import { showToast } from "../ui/toast";

/** Saves, says the outcome, and draws the page anew from the server. Faults of fields come back for the form. */
export function useSetting<Input, Answer>(save: (input: Input) => Promise<Result<Answer>>, options: { done?: string; onDone?: () => void } = {}) {
  const t = useTranslations("settings");
  const router = useRouter();
  const mutation = useMutation({
    mutationFn: save,
    onSuccess: (result) => {
      if (result.ok) {
        showToast({ tone: "ok", title: options.done ?? t("saved") });
        options.onDone?.();
        router.refresh();
      } else if (result.error.fields === undefined) showToast({ tone: "bad", title: t("notSaved"), description: `${result.error.message} ${result.error.remedy}` });
    },
    onError: () => showToast({ tone: "bad", title: t("notSaved") }),
  });
  const fields: Readonly<Record<string, string>> = (mutation.data?.ok === false ? mutation.data.error.fields : undefined) ?? {};
  return { save: mutation.mutate, pending: mutation.isPending, fields };
}
