"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { OperationLogView } from "@/lib/operations/view";
import { Time } from "../formatting/time";
import { Badge, type Tone } from "../ui/badge";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { OperationDetail } from "./operation-detail";

const tones: Record<OperationLogView["result"], Tone> = { done: "ok", refused: "warn", failed: "bad" };

/** What an entry did, in words; an operation without words of its own keeps its code. */
export function useOperationText(): (action: string) => string {
  const t = useTranslations("logs.actions");
  return (action) => {
    const key = action as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : action;
  };
}

/** Entries of the operation log as a table. */
export function OperationList({ rows }: { rows: readonly OperationLogView[] }) {
  const t = useTranslations("logs");
  const text = useOperationText();
  return (
    <Table label={t("title")}>
      <TableHead>
        <TableRow>
          <Th className="max-md:hidden">{t("columns.time")}</Th>
          <Th>{t("columns.actor")}</Th>
          <Th>{t("columns.action")}</Th>
          <Th>{t("columns.object")}</Th>
          <Th>{t("columns.result")}</Th>
          <Th>{t("columns.reason")}</Th>
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map((row) => {
          return (
            <TableRow key={row.id} className="leading-6">
              <Td className="align-top whitespace-nowrap text-muted max-md:hidden">
                <Time ms={row.atMs} form="timestamp" />
              </Td>
              <Td className="align-top whitespace-nowrap">
                {row.actor}
                {row.source !== "console" && <span className="text-xs text-muted"> · {t(`source.${row.source}`)}</span>}
              </Td>
              <Td className="align-top whitespace-nowrap">
                {text(row.action)}
                <span className="block text-xs text-muted md:hidden">
                  <Time ms={row.atMs} form="timestamp" />
                </span>
              </Td>
              <Td className="max-w-72 align-top">
                {row.taskId ? (
                  <Link href={`/sync/${row.taskId}`} className="link inline-flex min-h-6 max-w-full items-center">
                    <span className="truncate">{row.object}</span>
                  </Link>
                ) : (
                  <span className="block truncate">{row.object}</span>
                )}
              </Td>
              <Td className="align-top">
                <Badge tone={tones[row.result]}>{t(`result.${row.result}`)}</Badge>
                {row.code && <span className="code block text-xs text-muted">{row.code}</span>}
              </Td>
              <Td className="max-w-96 align-top break-words">
                {row.reason}
                <OperationDetail row={row} />
              </Td>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
