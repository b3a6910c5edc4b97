"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { columnsOptions } from "@/lib/endpoints/queries";
import type { CatalogColumn } from "@/lib/endpoints/view";
import { identifierSchema } from "@/lib/tasks/schema";
import { usePhrase } from "../i18n/use-phrase";
import { Button } from "../ui/button";
import { CheckboxBox } from "../ui/checkbox";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { whyKept } from "./kept-column";
import { type ColumnNames, destinationColumn, meetingColumns } from "./selection";

interface ColumnsGridProps {
  taskId: string;
  database: string;
  table: string;
  excluded: ReadonlySet<string>;
  onChange: (excluded: ReadonlySet<string>) => void;
  /** Source column → its name in the destination; also names that cannot be used. */
  names: ColumnNames;
  onNames: (names: ColumnNames) => void;
}

/** Why a name cannot be used; null = it can. `meets`: the other column of that name. */
export function columnFault(column: string, names: ColumnNames, meeting: ReadonlyMap<string, string>): { readonly invalid: string } | { readonly meets: string } | null {
  const checked = identifierSchema.safeParse(destinationColumn(names, column));
  if (!checked.success) return { invalid: checked.error.issues[0]?.message ?? "" };
  const other = meeting.get(column);
  return other === undefined ? null : { meets: other };
}

/** Which columns are carried, and under which names. Those that the rows cannot do without stay ticked and say why. */
export function ColumnsGrid({ taskId, database, table, excluded, onChange, names, onNames }: ColumnsGridProps) {
  const t = useTranslations("objects.columns");
  const phrase = usePhrase();
  const baseId = useId();
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
  const meeting = meetingColumns(
    columns.data.map((column) => column.name),
    names,
    excluded,
  );
  const note = (column: CatalogColumn) => {
    const fault = excluded.has(column.name) ? null : columnFault(column.name, names, meeting);
    if (fault) return <span className="text-bad">{"meets" in fault ? t("meets", { other: fault.meets }) : phrase(fault.invalid)}</span>;
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
          <Th>{t("as")}</Th>
          <Th>{t("type")}</Th>
          <Th>{t("note")}</Th>
        </tr>
      </TableHead>
      <tbody>
        {columns.data.map((column, index) => {
          const left = excluded.has(column.name);
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
              <Td className="min-w-36 py-1">
                <Input
                  aria-label={t("asNamed", { name: column.name })}
                  aria-invalid={(!left && columnFault(column.name, names, meeting) !== null) || undefined}
                  aria-describedby={`${baseId}-${index}`}
                  value={left ? "" : destinationColumn(names, column.name)}
                  disabled={left}
                  onValueChange={(as) => onNames({ ...names, [column.name]: as })}
                  className="code h-7"
                  spellCheck={false}
                  autoCapitalize="none"
                  autoComplete="off"
                />
              </Td>
              <Td className="code max-w-40 break-words text-muted">{column.type}</Td>
              <Td id={`${baseId}-${index}`} className="min-w-32 text-xs text-muted">
                {note(column)}
              </Td>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
