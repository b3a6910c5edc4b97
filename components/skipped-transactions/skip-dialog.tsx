"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { taskKeys } from "@/lib/tasks/queries";
import { skipTransaction } from "@/lib/tasks/skipped-transactions/actions";
import { skipSchema, tablesOf } from "@/lib/tasks/skipped-transactions/schema";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Notice } from "../ui/notice";
import { showToast } from "../ui/toast";
import { ChangedTables } from "./changed-tables";

/** What is left out, what becomes of it, and why. */
export function SkipDialog({ task, error, transaction, onClose }: { task: TaskDetail; error: TaskErrorView; transaction: string; onClose: () => void }) {
  const t = useTranslations("skips.dialog");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const client = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const requestId = useRef(newRequestId());
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const tables = tablesOf(error.context["transactionTables"]);
  const committed = error.context["transactionAtMs"];
  const skip = { transaction, reason };
  const valid = skipSchema.safeParse(skip).success;
  const send = useMutation({
    mutationFn: () => skipTransaction({ id: task.id, requestId: requestId.current, confirmName: typed, skip }),
    onSuccess: (result) => {
      if (result.ok) {
        showToast({ tone: "ok", title: t("sent") });
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
      title={t("title")}
      description={t("lead")}
      footer={
        <>
          <Button ref={cancel} onClick={onClose} disabled={send.isPending}>
            {tCommon("cancel")}
          </Button>
          <Button
            variant="danger"
            pending={send.isPending}
            disabled={typed !== task.name}
            onClick={() => {
              setAsked(true);
              if (valid) send.mutate();
            }}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <div className="flex flex-col gap-1">
          <p className="code break-all">{transaction}</p>
          {typeof committed === "number" && <p className="nums text-muted">{t("committed", { time: format.dateTime(committed) })}</p>}
          {tables.length === 0 ? <p className="text-muted">{t("unknownSize")}</p> : <ChangedTables tables={tables} />}
        </div>
        <Notice tone="warn">
          <ul className="list-disc space-y-1 pl-4">
            <li>{t("whole")}</li>
            <li>{t("later")}</li>
            <li>{t("record")}</li>
            <li>{t("verify")}</li>
          </ul>
        </Notice>
        <Field label={t("reason")} description={t("reasonHelp")} error={asked && !valid ? t("reasonShort") : undefined}>
          <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
        </Field>
        <Field label={t.rich("type", { name: () => <strong className="select-all">{task.name}</strong> })}>
          <Input value={typed} onValueChange={(next) => setTyped(next)} autoComplete="off" spellCheck={false} />
        </Field>
      </div>
    </AlertDialog>
  );
}
