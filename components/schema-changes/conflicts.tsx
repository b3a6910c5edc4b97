"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { queryString } from "@/lib/http/fetch-json";
import { conflictsOptions } from "@/lib/tasks/schema-changes/queries";
import { conflictKinds } from "@/lib/tasks/schema-changes/schema";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { SearchInput } from "../ui/input";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { ToggleGroup } from "../ui/toggle-group";

const filters = { conflict: parseAsStringLiteral(["all", ...conflictKinds]).withDefault("all"), table: parseAsString.withDefault(""), before: parseAsInteger };

/** Rows of the destination that were not as a change expected, newest first. The filter is in the URL; the file holds what the filter shows. */
export function Conflicts({ taskId }: { taskId: string }) {
  const t = useTranslations("schemaChanges.conflicts");
  const format = useFormat();
  const [{ conflict, table, before }, set] = useQueryStates(filters);
  const shown = { kind: conflict === "all" ? undefined : conflict, table: table || undefined };
  const { data } = useQuery(conflictsOptions(taskId, { ...shown, before: before ?? undefined }));
  if (!data) return null;
  const filtered = conflict !== "all" || table !== "";
  return (
    <div id="conflicts" className="scroll-mt-16">
      <Card
        title={t("title")}
        description={t("total", { count: data.total, shown: format.count(data.total) })}
        padded={false}
        actions={
          data.total > 0 && (
            <a className="link inline-flex min-h-6 items-center gap-1 text-sm" href={`/api/tasks/${taskId}/conflicts/export${queryString(shown)}`} download>
              <Download aria-hidden className="size-4" />
              {t("csv")}
            </a>
          )
        }
      >
        {data.total === 0 ? (
          <p className="p-4 text-sm text-muted">{t("none")}</p>
        ) : (
          <div className="flex flex-col gap-3 p-4">
            <div className="flex flex-wrap items-center gap-2">
              <ToggleGroup
                label={t("filter")}
                value={conflict}
                onValueChange={(next) => void set({ conflict: next, before: null })}
                options={(["all", ...conflictKinds] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
              />
              <SearchInput label={t("search")} placeholder={t("search")} value={table} onValueChange={(next) => void set({ table: next || null, before: null })} className="w-64 max-w-full" />
            </div>
            {data.rows.length === 0 ? (
              <p className="text-sm text-muted">{filtered ? t("noMatch") : t("noMore")}</p>
            ) : (
              <Table label={t("title")}>
                <TableHead>
                  <TableRow>
                    <Th>{t("time")}</Th>
                    <Th>{t("table")}</Th>
                    <Th>{t("conflict")}</Th>
                    <Th>{t("key")}</Th>
                    <Th>{t("decision")}</Th>
                    <Th>{t("position")}</Th>
                  </TableRow>
                </TableHead>
                <tbody>
                  {data.rows.map((row) => (
                    <TableRow key={row.id}>
                      <Td className="nums whitespace-nowrap">
                        <Time ms={row.atMs} form="timestamp" />
                      </Td>
                      <Td className="code">
                        {row.database}.{row.table}
                      </Td>
                      <Td>{t(`kinds.${row.kind}`)}</Td>
                      <Td className="code max-w-80 break-all">{row.key}</Td>
                      <Td>{t(`decisions.${row.decision}`)}</Td>
                      <Td className="code max-w-60 truncate" title={row.position ?? undefined}>
                        {row.position ?? "—"}
                      </Td>
                    </TableRow>
                  ))}
                </tbody>
              </Table>
            )}
            <div className="flex gap-2">
              {before !== null && <Button onClick={() => void set({ before: null }, { history: "push" })}>{t("newest")}</Button>}
              {data.nextBefore !== null && <Button onClick={() => void set({ before: data.nextBefore }, { history: "push" })}>{t("older")}</Button>}
            </div>
          </div>
        )}
      </Card>
    </div>
  );
}
