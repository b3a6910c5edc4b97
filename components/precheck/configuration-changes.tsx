"use client";
import { useTranslations } from "use-intl";
import type { ConfigurationChanges } from "@/lib/precheck/view";
import { DifferenceList } from "../configuration/difference-list";
import { Collapsible } from "../ui/collapsible";

const kinds = [
  { kind: "added", sign: "+", tone: "text-ok" },
  { kind: "removed", sign: "−", tone: "text-bad" },
  { kind: "changed", sign: "~", tone: "text-warn" },
] as const;

/** What was edited between two runs: in a line, and in full. */
export function ConfigurationChangeList({ changes }: { changes: ConfigurationChanges }) {
  const t = useTranslations("precheck.since.changes");
  const tSince = useTranslations("precheck.since");
  const objects = kinds.flatMap(({ kind, sign }) => [
    ...(changes[kind].tables > 0 ? [t("tables", { sign, count: changes[kind].tables })] : []),
    ...(changes[kind].databases > 0 ? [t("databases", { sign, count: changes[kind].databases })] : []),
  ]);
  const parts = [
    ...(objects.length > 0 ? [t("objects", { list: objects.join(" ") })] : []),
    ...(changes.values.length > 0 ? [t("settings", { count: changes.values.length })] : []),
    ...changes.passwords.map((side) => t("password", { side })),
  ];
  if (parts.length === 0) return <p className="text-xs text-muted">{tSince("configChanged")}</p>;
  return (
    <Collapsible summary={<span className="nums text-xs">{t("title", { list: parts.join(" · ") })}</span>}>
      <div className="flex flex-col gap-3">
        {objects.length > 0 && (
          <ul aria-label={t("objectList")} className="flex flex-col gap-0.5 text-xs">
            {kinds.flatMap(({ kind, sign, tone }) => [
              ...changes[kind].names.map((name) => (
                <li key={`${kind} ${name}`} className="code break-all">
                  <span className={tone}>{sign}</span> {name}
                </li>
              )),
              ...(changes[kind].tables + changes[kind].databases > changes[kind].names.length
                ? [
                    <li key={`${kind} more`} className="nums text-muted">
                      {sign} {t("more", { count: changes[kind].tables + changes[kind].databases - changes[kind].names.length })}
                    </li>,
                  ]
                : []),
            ])}
          </ul>
        )}
        {changes.values.length > 0 && <DifferenceList list={changes.values} />}
        {changes.passwords.length > 0 && <p className="text-xs text-muted">{t("passwordHelp")}</p>}
      </div>
    </Collapsible>
  );
}
