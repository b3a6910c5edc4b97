"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { earliestPositionOptions } from "@/lib/tasks/start-position/queries";
import { useFormat } from "../formatting/use-format";
import { CopyButton } from "../ui/copy-button";
import { useWizard } from "./wizard-context";

/** What the source still has, said as soon as somebody chooses to begin at a place of its log. */
export function EarliestPosition({ kind }: { kind: "gtid" | "file" }) {
  const t = useTranslations("wizard.findPosition");
  const format = useFormat();
  const { data, isPending, isError } = useQuery(earliestPositionOptions(useWizard().draft.id));
  return (
    <p role="status" className="flex min-h-6 flex-wrap items-center gap-x-1 text-sm text-muted">
      {isPending ? (
        t("asking")
      ) : isError ? (
        t("notKnown")
      ) : kind === "file" ? (
        data.atMs === null ? (
          t("earliestFile", { file: data.file })
        ) : (
          t("earliestFileAt", { file: data.file, time: format.timestamp(data.atMs) })
        )
      ) : data.purged === null ? (
        t("noGtids")
      ) : data.purged === "" ? (
        t("allGtids")
      ) : (
        <>
          {t("purged")} <span className="code max-w-full break-all">{data.purged}</span>
          <CopyButton text={data.purged} label={t("copyPurged")} />
        </>
      )}
    </p>
  );
}
