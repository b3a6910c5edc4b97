"use client";
import { useTranslations } from "use-intl";
import type { PositionMove } from "@/lib/engine/plan";
import { useFormat } from "../formatting/use-format";
import { Notice } from "../ui/notice";

const placeText = ({ file, offset, gtidSet }: PositionMove["to"]) => (file === "" ? (gtidSet ?? "") : `${file}:${offset}`);

/** Old → new, and what becomes of the changes between. */
export function MoveFacts({ move }: { move: PositionMove }) {
  const t = useTranslations("positionReset.move");
  const format = useFormat();
  const { direction, transactions, firstMs, lastMs, tables, schema } = move;
  return (
    <Notice tone="warn" title={t(direction === "forward" ? "skips" : "repeats", { count: transactions, shown: format.count(transactions), duration: format.duration(firstMs !== null && lastMs !== null ? lastMs - firstMs : 0) })}>
      <ul className="list-disc space-y-1 pl-4">
        <li className="break-all">{t("places", { from: placeText(move.from), to: placeText(move.to) })}</li>
        {firstMs !== null && lastMs !== null && <li>{t("committed", { from: format.dateTime(firstMs), to: format.dateTime(lastMs) })}</li>}
        <li className="break-words">{tables.length === 0 ? t("noTables") : t("tables", { count: tables.length, names: tables.slice(0, 10).join(", "), more: Math.max(0, tables.length - 10) })}</li>
        {direction === "back" && <li>{t("overwrites")}</li>}
        {direction === "forward" && <li>{t("gap")}</li>}
        {schema === "source" && <li>{t("schema")}</li>}
      </ul>
    </Notice>
  );
}
