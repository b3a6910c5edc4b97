"use client";
import { SkipForward } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { usePerson } from "../shell/person";
import { Button } from "../ui/button";

// Nobody waits for a dialog that is not open.
const SkipDialog = dynamic(() => import("./skip-dialog").then((module) => module.SkipDialog), { ssr: false });

/** Facts of an error that name the transaction for the machine; the dialog says them in words. */
export const transactionFacts: readonly string[] = ["transaction", "transactionTables", "transactionAtMs", "transactionChanges"];

/** On the error card: pass over the one transaction that the destination does not take. Offered where the error names it, to those who may. */
export function SkipTransaction({ task, error }: { task: TaskDetail; error: TaskErrorView }) {
  const t = useTranslations("skips");
  const { mayOperate } = usePerson();
  const [open, setOpen] = useState(false);
  const { transaction } = error.context;
  if (typeof transaction !== "string" || !mayOperate || task.status.status !== "failed") return null;
  return (
    <>
      <Button icon={<SkipForward aria-hidden />} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && <SkipDialog task={task} error={error} transaction={transaction} onClose={() => setOpen(false)} />}
    </>
  );
}
