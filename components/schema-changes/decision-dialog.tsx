"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { decideDdl } from "@/lib/tasks/schema-changes/actions";
import type { DdlDecision } from "@/lib/tasks/schema-changes/schema";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { ReasonedDialog } from "../tasks/reasoned-dialog";
import { CodeBlock } from "../ui/code-block";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { Notice } from "../ui/notice";

/** Edit, skip or done: what it means, and why. */
export function DecisionDialog({ task, error, action, onClose }: { task: TaskDetail; error: TaskErrorView; action: DdlDecision["action"]; onClose: () => void }) {
  const t = useTranslations("schemaChanges.decision");
  const [statements, setStatements] = useState(String(error.context["destinationStatement"] ?? error.context["statement"] ?? ""));
  const missing = action === "edit" && statements.trim() === "";
  return (
    <ReasonedDialog
      title={t(`${action}.title`)}
      lead={t(`${action}.lead`)}
      confirm={t(`${action}.confirm`)}
      sent={t(`${action}.sent`)}
      failed={t("failed")}
      variant={action === "skip" ? "danger" : "primary"}
      name={action === "skip" ? task.name : null}
      valid={!missing}
      send={({ reason, ...decision }) =>
        decideDdl({ id: task.id, ...decision, decision: { change: String(error.context["change"]), action, statements: action === "edit" ? statements : "", reason } })
      }
      onClose={onClose}
    >
      {(asked) => (
        <>
          {action === "edit" ? (
            <Field label={t("edit.statements")} description={t("edit.statementsHelp")} error={asked && missing ? t("edit.statementsMissing") : undefined}>
              <Textarea rows={6} spellCheck={false} className="code" value={statements} onValueChange={(next) => setStatements(next)} />
            </Field>
          ) : (
            <CodeBlock label={t("statement")} code={String(error.context["statement"])} maxHeight="8rem" />
          )}
          <Notice tone={action === "skip" ? "warn" : "info"}>
            <ul className="list-disc space-y-1 pl-4">
              <li>{t(`${action}.effect`)}</li>
              <li>{t(`${action}.after`)}</li>
              <li>{t("record")}</li>
            </ul>
          </Notice>
        </>
      )}
    </ReasonedDialog>
  );
}
