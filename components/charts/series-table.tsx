"use client";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import type { Series } from "./plot-options";

export function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "—" : format(value);
}

/** The numbers of a chart, newest first. */
export function SeriesTable({ label, atMs, series, format }: { label: string; atMs: readonly number[]; series: readonly Series[]; format: (value: number) => string }) {
  const t = useTranslations("status.charts");
  const formats = useFormat();
  const newestFirst = atMs.map((_, index) => atMs.length - 1 - index);
  return (
    <div className="max-h-60 overflow-y-auto">
      <Table label={label}>
        <TableHead>
          <TableRow>
            <Th>{t("time")}</Th>
            {series.map((each) => (
              <Th key={each.label} className="text-right">
                {each.label}
              </Th>
            ))}
          </TableRow>
        </TableHead>
        <tbody>
          {newestFirst.map((at) => (
            <TableRow key={atMs[at]}>
              <Td className="h-7 py-0.5">{formats.timestamp(atMs[at] ?? 0)}</Td>
              {series.map((each) => (
                <Td key={each.label} className="h-7 py-0.5 text-right">
                  {valueText(each.values[at], format)}
                </Td>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
