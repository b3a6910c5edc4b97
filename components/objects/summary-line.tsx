"use client";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { existingTables } from "./existing-tables";
import { needsAttention } from "./object-badges";
import { carries, type Selection, setAside } from "./selection";
import type { SourceCatalogue } from "./use-catalogue";

/** How much was chosen, as far as the source's statistics tell. */
export function SummaryLine({ selection, catalogue }: { selection: Selection; catalogue: SourceCatalogue }) {
  const t = useTranslations("objects.summary");
  const format = useFormat();
  const sums = { objects: 0, bytes: 0, rows: 0, attention: 0 };
  for (const choice of selection) {
    const info = catalogue.databases.find((each) => each.name === choice.database);
    const data = catalogue.objects.get(choice.database)?.data;
    const tables = data?.tables;
    const existing = data ? existingTables(data, choice, catalogue.tables) : null;
    const held = tables?.filter((table) => carries(choice, table.name));
    sums.attention += held?.filter((table) => needsAttention(table, existing?.has(table.name) === true)).length ?? 0;
    if (choice.whole) {
      sums.objects += (info?.tables ?? 0) + (info?.views ?? 0) + (info?.routines ?? 0);
      sums.bytes += info?.bytes ?? 0;
      sums.rows += info?.rowsEstimated ?? 0;
      sums.objects -= setAside(choice).length;
      for (const table of tables ?? []) {
        if (carries(choice, table.name)) continue;
        sums.bytes -= table.bytes ?? 0;
        sums.rows -= table.rowsEstimated ?? 0;
      }
    } else {
      sums.objects += choice.chosen.length;
      for (const table of held ?? []) {
        sums.bytes += table.bytes ?? 0;
        sums.rows += table.rowsEstimated ?? 0;
      }
    }
  }
  if (selection.length === 0) return <p className="text-sm text-muted">{t("nothing")}</p>;
  return (
    <p className="nums text-sm text-muted">
      {t("line", { databases: selection.length, objects: sums.objects, bytes: format.bytes(sums.bytes), rows: format.count(sums.rows) })}
      {sums.attention > 0 && <span className="text-warn"> · {t("attention", { count: sums.attention })}</span>}
    </p>
  );
}
