"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { columnsOptions } from "@/lib/endpoints/queries";
import type { CatalogColumn } from "@/lib/endpoints/view";
import { Button } from "../ui/button";
import { CheckboxBox } from "../ui/checkbox";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { whyKept } from "./kept-column";

interface ColumnsGridProps {
  taskId: string;
  database: string;
  table: string;
  excluded: ReadonlySet<string>;
  onChange: (excluded: ReadonlySet<string>) => void;
}

/** Which columns are carried. Those that the rows cannot do without stay ticked and say why. */
export function ColumnsGrid({ taskId, database, table, excluded, onChange }: ColumnsGridProps) {
  const t = useTranslations("objects.columns");
  const tCommon = useTranslations("common");
  const columns = useQuery(columnsOptions(taskId, database, table));
  if (columns.isPending)
    return (
      <div aria-busy className="flex flex-col gap-2">
        {Array.from({ length: 5 }, (_, index) => (
          <Skeleton key={index} className="h-8" />
        ))}
      </div>
    );
  if (!columns.data)
    return (
      <Notice
        tone="bad"
        role="alert"
        actions={
          <Button size="sm" onClick={() => void columns.refetch()}>
            {tCommon("retry")}
          </Button>
        }
      >
        {columns.error?.message}
      </Notice>
    );
  const toggle = (name: string, include: boolean) => {
    const next = new Set(excluded);
    if (include) next.delete(name);
    else next.add(name);
    onChange(next);
  };
  const note = (column: CatalogColumn) => {
    const kept = whyKept(column);
    return kept !== null ? t(kept) : column.generated ? t("generated") : excluded.has(column.name) ? t("left") : null;
  };
  return (
    <Table label={t("label")}>
      <TableHead>
        <tr>
          <Th className="w-10 px-1">
            <span className="sr-only">{t("include")}</span>
          </Th>
          <Th>{t("name")}</Th>
          <Th>{t("type")}</Th>
          <Th>{t("note")}</Th>
        </tr>
      </TableHead>
      <tbody>
        {columns.data.map((column) => {
          const kept = whyKept(column) !== null;
          return (
            <TableRow key={column.name}>
              <Td className="px-1">
                <CheckboxBox
                  aria-label={t("includeNamed", { name: column.name })}
                  checked={!excluded.has(column.name)}
                  disabled={kept && !excluded.has(column.name)}
                  onCheckedChange={(checked) => toggle(column.name, checked)}
                  className="mx-auto"
                />
              </Td>
              <Td className="code max-w-40 break-words">
                {column.name}
                {column.key && (
                  <>
                    <KeyRound aria-hidden className="ml-1 inline size-3.5 text-muted" />
                    <span className="sr-only"> {t(column.key)}</span>
                  </>
                )}
              </Td>
              <Td className="code max-w-40 break-words text-muted">{column.type}</Td>
              <Td className="text-xs text-muted">{note(column)}</Td>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
