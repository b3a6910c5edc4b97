"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { listKeys, repairSql, showRow } from "@/lib/verification/actions";
import { Button } from "../ui/button";
import { cn } from "../ui/class-names";
import { CodeBlock } from "../ui/code-block";
import { CopyButton } from "../ui/copy-button";
import { Drawer } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";

interface Props {
  taskId: string;
  number: number;
  table: string;
  onClose: () => void;
}

/** Keys of a table's differing rows; both rows side by side and the statements that would repair them, read at that moment. */
export function DifferencesDrawer({ taskId, number, table, onClose }: Props) {
  const t = useTranslations("verification.differences");
  const [at, setAt] = useState<number | null>(null);
  const [repairing, setRepairing] = useState(false);
  const input = { id: taskId, number, table };
  // Kept while the drawer is open, and no longer.
  const keys = useQuery({ queryKey: ["verification-keys", input], queryFn: () => listKeys(input), gcTime: 0, staleTime: Infinity });
  const repair = useQuery({ queryKey: ["verification-repair", input], queryFn: () => repairSql(input), gcTime: 0, staleTime: Infinity, enabled: repairing });
  const found = keys.data?.ok ? keys.data.data : null;
  const download = () => {
    if (!found) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([found.csv], { type: "text/csv;charset=utf-8" }));
    link.download = `${table}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t("title", { table })} description={t("lead")}>
      <div className="flex flex-col gap-3">
        {keys.data && !keys.data.ok && <Notice tone="bad">{keys.data.error.message}</Notice>}
        {!keys.data ? (
          <Skeleton className="h-40" />
        ) : (
          found && (
            <>
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => setRepairing(true)} pending={repair.isFetching} disabled={!found.keys.some((key) => key.boundary)}>
                  {t("repair")}
                </Button>
                <Button onClick={download}>{t("export")}</Button>
              </div>
              {repair.data && !repair.data.ok && <Notice tone="bad">{`${repair.data.error.message} ${repair.data.error.remedy}`}</Notice>}
              {repair.data?.ok && (repair.data.data.statements === 0 ? <Notice tone="ok">{t("nothingToRepair")}</Notice> : <CodeBlock label={t("repairSql")} language="SQL" code={repair.data.data.sql} />)}
              {repair.data?.ok && repair.data.data.statements > 0 && <p className="text-xs text-muted">{t("repairHelp")}</p>}
              <ul className="divide-y divide-line">
                {found.keys.map((key, i) => (
                  <li key={`${key.kind} ${key.key}`} className="py-2 text-sm">
                    <div className="flex flex-wrap items-center gap-x-2">
                      <span className="font-medium">{t(`kind.${key.kind}`)}</span>
                      <span className="code break-all">{key.key}</span>
                      <CopyButton text={key.key} label={t("copyKey", { key: key.key })} />
                      {key.columns.length > 0 && <span className="code text-xs text-muted">{key.columns.join(", ")}</span>}
                      {key.count > 1 && <span className="text-xs text-muted">{t("times", { count: key.count })}</span>}
                      {key.boundary && (
                        <Button size="sm" variant="ghost" aria-expanded={at === i} aria-label={t("showRow", { key: key.key })} onClick={() => setAt(at === i ? null : i)}>
                          {at === i ? t("hide") : t("show")}
                        </Button>
                      )}
                    </div>
                    {at === i && <RowPairTable {...input} at={i} label={key.key} />}
                  </li>
                ))}
              </ul>
            </>
          )
        )}
      </div>
    </Drawer>
  );
}

function RowPairTable({ id, number, table, at, label }: { id: string; number: number; table: string; at: number; label: string }) {
  const t = useTranslations("verification");
  const { data } = useQuery({ queryKey: ["verification-row", id, number, table, at], queryFn: () => showRow({ id, number, table, at }), gcTime: 0, staleTime: Infinity });
  if (!data) return <Skeleton className="mt-2 h-20" />;
  if (!data.ok) return <Notice tone="bad">{`${data.error.message} ${data.error.remedy}`}</Notice>;
  const { columns } = data.data;
  return (
    <>
      {columns.every((column) => !column.differs) && <p className="mt-1 text-xs text-ok">{t("differences.equalNow")}</p>}
      <Table label={label} className="mt-2">
        <TableHead>
          <TableRow>
            <Th>{t("columns.column")}</Th>
            <Th>{t("columns.source")}</Th>
            <Th>{t("columns.destination")}</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {columns.map((column) => (
            <TableRow key={column.name}>
              <Td className={cn("code", column.differs && "font-semibold")}>{column.name}</Td>
              <Td className="code max-w-60 break-all">{column.source ?? t("differences.noRow")}</Td>
              <Td className={cn("code max-w-60 break-all", column.differs && "text-bad")}>{column.destination ?? t("differences.noRow")}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </>
  );
}
