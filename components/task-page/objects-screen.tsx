"use client";
import { FolderTree, ListTree } from "lucide-react";
import { useTranslations } from "use-intl";
import { destinationDatabase, destinationTable, withCapitalization } from "@/lib/object-names/capitalization";
import { type ChangeKinds, ddlKinds, ddlKindText } from "@/lib/change-kinds/change-kinds";
import { Conflicts } from "../schema-changes/conflicts";
import { NotCarried } from "../schema-changes/not-carried";
import { usePerson } from "../shell/person";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { useTask } from "./task-context";

/** What is carried and under which names, read-only. */
export function ObjectsScreen() {
  const t = useTranslations("taskPage.objects");
  const tActions = useTranslations("tasks.actions");
  const tNames = useTranslations("taskPage.objects.policies");
  const tRules = useTranslations("taskPage.objects.ruleKinds");
  const { task } = useTask();
  const { mayOperate } = usePerson();
  const slice = task.settings.objects;
  const kindsText = ({ dml, ddl }: ChangeKinds) =>
    [...(dml ? [t("dml", { list: dml.map((kind) => kind.toUpperCase()).join(", ") })] : []), ...(ddl ? [ddl.length === 0 ? t("noDdl") : t("ddlOf", { list: ddl.map(ddlKindText).join(", ") })] : [])].join(" · ");
  if (!slice) {
    return (
      <EmptyState icon={<FolderTree />} title={t("none")}>
        {t("noneBody")}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 text-sm text-muted">
        {t("dml", { list: slice.dml.map((kind) => kind.toUpperCase()).join(", ") })} · {slice.ddl.length === ddlKinds.length ? t("ddl") : slice.ddl.length === 0 ? t("noDdl") : t("ddlOf", { list: slice.ddl.map(ddlKindText).join(", ") })}
        {slice.capitalization !== "source" && ` · ${t("capitalization", { policy: tNames(slice.capitalization) })}`}
      </p>
      {mayOperate && task.firstStartedAtMs !== null && (
        <ButtonLink icon={<ListTree aria-hidden />} href={`/sync/${task.id}/objects/modify`}>
          {tActions("modifyObjects")}
        </ButtonLink>
      )}
      </div>
      {withCapitalization(slice.objects, slice.capitalization).map((entry) => {
        const target = destinationDatabase(entry, 0);
        const listed = entry.tables ?? entry.overrides ?? [];
        return (
          <Card
            key={entry.database}
            padded={false}
            title={
              <span className="code text-base">
                {entry.database}
                {target !== entry.database && ` → ${target}`}
              </span>
            }
            description={entry.tables ? t("tables", { count: entry.tables.length }) : t("whole")}
          >
            {(entry.dml ?? entry.ddl) && (
              <p className="border-b border-line px-4 py-2 text-sm last:border-b-0">
                {t("own", { list: kindsText(entry) })}
              </p>
            )}
            {entry.rules && (
              <p className="border-b border-line px-4 py-2 text-sm last:border-b-0">
                {t.rich("rules", { count: entry.rules.length, names: () => <span className="code">{entry.rules?.map(({ kind, text = "", replacement = "", like }) => `${tRules(kind)} ${text}${kind === "replace" ? ` → ${replacement}` : ""}${like ? ` (${like})` : ""}`.trim()).join(", ")}</span> })}
              </p>
            )}
            {entry.except !== undefined && entry.except.length > 0 && (
              <p className="border-b border-line px-4 py-2 text-sm last:border-b-0">
                {t.rich("aside", { count: entry.except.length, names: () => <span className="code">{entry.except?.join(", ")}</span> })}
              </p>
            )}
            {listed.length > 0 && (
              <div className="max-h-120 overflow-y-auto">
                <Table label={`${entry.database}: ${entry.tables ? t("scope") : t("exceptions")}`} className="rounded-t-none border-0">
                  <TableHead>
                    <TableRow>
                      <Th>{t("table")}</Th>
                      <Th>{t("destination")}</Th>
                      <Th>{t("filter")}</Th>
                      <Th>{t("excluded")}</Th>
                      <Th>{t("renamed")}</Th>
                      <Th>{t("kinds")}</Th>
                    </TableRow>
                  </TableHead>
                  <tbody>
                    {listed.map((table) => (
                      <TableRow key={table.name}>
                        <Td className="code">{table.name}</Td>
                        <Td className="code">
                          {target}.{destinationTable(entry, table, 0)}
                        </Td>
                        <Td className="code">{table.filter ?? "—"}</Td>
                        <Td className="code">{table.excludeColumns?.join(", ") ?? "—"}</Td>
                        <Td className="code">
                          {Object.entries(table.columnNames ?? {})
                            .map(([column, as]) => `${column} → ${as}`)
                            .join(", ") || "—"}
                        </Td>
                        <Td>{kindsText(table) || "—"}</Td>
                      </TableRow>
                    ))}
                  </tbody>
                </Table>
              </div>
            )}
          </Card>
        );
      })}
      <NotCarried taskId={task.id} />
      <Conflicts taskId={task.id} />
    </div>
  );
}
