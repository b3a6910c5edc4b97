"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { notCarriedOptions } from "@/lib/tasks/schema-changes/queries";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { Collapsible } from "../ui/collapsible";

const kinds = ["view", "trigger", "event", "function", "procedure", "sequence", "foreign key"] as const;
const isKind = (kind: string): kind is (typeof kinds)[number] => kinds.some((each) => each === kind);

/** Objects of the source that the destination does not get: what, why, and the statement that makes it by hand. */
export function NotCarried({ taskId }: { taskId: string }) {
  const t = useTranslations("schemaChanges.notCarried");
  const { data } = useQuery(notCarriedOptions(taskId));
  if (!data) return null;
  return (
    <Card title={t("title")} description={t("lead")}>
      {data.rows.length === 0 ? (
        <p className="text-sm text-muted">{t("none")}</p>
      ) : (
        <ul aria-label={t("title")} className="flex max-h-160 flex-col divide-y divide-line overflow-y-auto text-sm">
          {data.rows.map((row) => (
            <li key={row.id} className="py-2">
              <p className="break-words">
                <span className="text-muted">{isKind(row.kind) ? t(`kinds.${row.kind}`) : row.kind}</span> <span className="code">{row.object}</span>
              </p>
              <p className="break-words text-muted">{row.cause}</p>
              {row.statement && (
                <Collapsible summary={t("byHand")}>
                  <CodeBlock label={t("statementOf", { object: row.object })} code={row.statement} />
                </Collapsible>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
