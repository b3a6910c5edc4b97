"use client";
import { useTranslations } from "use-intl";
import { skipTransaction } from "@/lib/tasks/skipped-transactions/actions";
import { tablesOf } from "@/lib/tasks/skipped-transactions/schema";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { ReasonedDialog } from "../tasks/reasoned-dialog";
import { Notice } from "../ui/notice";
import { ChangedTables } from "./changed-tables";

/** What is left out, what becomes of it, and why. */
export function SkipDialog({ task, error, transaction, onClose }: { task: TaskDetail; error: TaskErrorView; transaction: string; onClose: () => void }) {
  const t = useTranslations("skips.dialog");
  const format = useFormat();
  const tables = tablesOf(error.context["transactionTables"]);
  const committed = error.context["transactionAtMs"];
  return (
    <ReasonedDialog
      title={t("title")}
      lead={t("lead")}
      confirm={t("confirm")}
      sent={t("sent")}
      failed={t("failed")}
      name={task.name}
      send={({ reason, ...decision }) => skipTransaction({ id: task.id, ...decision, skip: { transaction, reason } })}
      onClose={onClose}
    >
      {() => (
        <>
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
        </>
      )}
    </ReasonedDialog>
  );
}
