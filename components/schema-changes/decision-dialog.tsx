"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { taskKeys } from "@/lib/tasks/queries";
import { decideDdl } from "@/lib/tasks/schema-changes/actions";
import { ddlDecisionSchema, type DdlDecision } from "@/lib/tasks/schema-changes/schema";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { newRequestId } from "../tasks/use-task-action";
import { AlertDialog } from "../ui/dialog";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Notice } from "../ui/notice";
import { showToast } from "../ui/toast";

/** Edit, skip or done: what it means, and why. */
export function DecisionDialog({ task, error, action, onClose }: { task: TaskDetail; error: TaskErrorView; action: DdlDecision["action"]; onClose: () => void }) {
  const t = useTranslations("schemaChanges.decision");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const requestId = useRef(newRequestId());
  const [statements, setStatements] = useState(String(error.context["destinationStatement"] ?? error.context["statement"] ?? ""));
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const decision = { change: String(error.context["change"]), action, statements: action === "edit" ? statements : "", reason };
  const checked = ddlDecisionSchema.safeParse(decision);
  const wrong = (field: string) => asked && !checked.success && checked.error.issues.some((issue) => issue.path[0] === field);
  const send = useMutation({
    mutationFn: () => decideDdl({ id: task.id, requestId: requestId.current, confirmName: typed, decision }),
    onSuccess: (result) => {
      if (result.ok) {
        showToast({ tone: "ok", title: t(`${action}.sent`) });
        onClose();
      } else showToast({ tone: "bad", title: t("failed"), description: `${result.error.message} ${result.error.remedy}` });
    },
    onError: () => showToast({ tone: "bad", title: t("failed") }),
    onSettled: () => {
      requestId.current = newRequestId();
      void client.invalidateQueries({ queryKey: taskKeys.all });
    },
  });
  return (
    <AlertDialog
      open
      onOpenChange={(next) => !next && onClose()}
      initialFocus={cancel}
      title={t(`${action}.title`)}
      description={t(`${action}.lead`)}
      footer={
        <>
          <Button ref={cancel} onClick={onClose} disabled={send.isPending}>
            {tCommon("cancel")}
          </Button>
          <Button
            variant={action === "skip" ? "danger" : "primary"}
            pending={send.isPending}
            disabled={action === "skip" && typed !== task.name}
            onClick={() => {
              setAsked(true);
              if (checked.success) send.mutate();
            }}
          >
            {t(`${action}.confirm`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        {action === "edit" ? (
          <Field label={t("edit.statements")} description={t("edit.statementsHelp")} error={wrong("statements") ? t("edit.statementsMissing") : undefined}>
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
        <Field label={t("reason")} description={t("reasonHelp")} error={wrong("reason") ? t("reasonShort") : undefined}>
          <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
        </Field>
        {action === "skip" && (
          <Field label={t.rich("type", { name: () => <strong className="select-all">{task.name}</strong> })}>
            <Input value={typed} onValueChange={(next) => setTyped(next)} autoComplete="off" spellCheck={false} />
          </Field>
        )}
      </div>
    </AlertDialog>
  );
}
