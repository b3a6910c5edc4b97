"use client";
import { useQueries } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { databaseObjectsOptions } from "@/lib/endpoints/queries";
import { onlineDdlTools, toolForms, toolNames, toolTables } from "@/lib/tasks/online-ddl/tool-tables";
import { Collapsible } from "../ui/collapsible";
import type { Selection } from "./selection";

/** More of them than one reads. */
const listed = 20;

/** By which names tables of online schema changes are known, and which tables of the selected databases bear one now. */
export function OnlineDdlTables({ taskId, selection }: { taskId: string; selection: Selection }) {
  const t = useTranslations("objects.settings.onlineDdl");
  // The trees have asked the same.
  const loaded = useQueries({ queries: selection.map(({ database, as }) => databaseObjectsOptions(taskId, database, as)) });
  const isKnown = loaded.length > 0 && loaded.every(({ data }) => data !== undefined);
  const found = loaded.flatMap(({ data }) => (data ? toolTables(data.tables.map(({ name }) => name)).map((table) => ({ ...table, database: data.database })) : []));
  return (
    <div className="flex flex-col gap-2 text-xs text-muted">
      <Collapsible summary={t("forms")}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-0.5">
          {onlineDdlTools.map((tool) => (
            <div key={tool} className="contents">
              <dt>{toolNames[tool]}</dt>
              <dd className="code break-words">{toolForms[tool].join(" ")}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-2">{t("proof")}</p>
      </Collapsible>
      {isKnown && (
        <div>
          <p>{t("now", { count: found.length })}</p>
          <ul className="mt-0.5">
            {found.slice(0, listed).map(({ database, name, tool, base }) => (
              <li key={`${database}.${name}`} className="break-words">
                {t.rich("match", { code: (text) => <span className="code">{text}</span>, table: `${database}.${name}`, tool: toolNames[tool], base })}
              </li>
            ))}
            {found.length > listed && <li>{t("more", { count: found.length - listed })}</li>}
          </ul>
        </div>
      )}
    </div>
  );
}
