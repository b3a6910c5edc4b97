"use client";
import { useTranslations } from "use-intl";
import { fetchJson } from "@/lib/http/fetch-json";
import { CopyButton } from "../ui/copy-button";

/** Wherever an error of a task shows: one press copies what somebody else needs to understand it. */
export function CopyBundle({ taskId }: { taskId: string }) {
  const t = useTranslations("status.error");
  return (
    <CopyButton text={async () => (await fetchJson<{ bundle: string }>(`/api/tasks/${taskId}/diagnostics`)).bundle} label={t("copyBundle")}>
      {t("copyBundle")}
    </CopyButton>
  );
}
