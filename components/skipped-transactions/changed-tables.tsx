"use client";
import { useTranslations } from "use-intl";
import type { TableChanges } from "@/lib/engine/plan";
import { useFormat } from "../formatting/use-format";

/** What one transaction changes, table by table. */
export function ChangedTables({ tables }: { tables: readonly TableChanges[] }) {
  const t = useTranslations("skips");
  const format = useFormat();
  return (
    <ul className="flex flex-col gap-0.5">
      {tables.map(({ source, destination, inserts, updates, deletes }) => (
        <li key={source} className="break-words">
          <span className="code break-all">{source === destination ? source : `${source} → ${destination}`}</span>{" "}
          <span className="nums text-muted">{t("changes", { inserts, updates, deletes, insertsShown: format.count(inserts), updatesShown: format.count(updates), deletesShown: format.count(deletes) })}</span>
        </li>
      ))}
    </ul>
  );
}
