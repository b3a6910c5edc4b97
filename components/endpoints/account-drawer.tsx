"use client";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { accountStatement } from "@/lib/endpoints/actions";
import type { AccountStatement } from "@/lib/endpoints/view";
import { CodeBlock } from "../ui/code-block";
import { Drawer } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

/** SQL that makes the account, for the addresses the runner comes from. Asked for when it opens. */
export function AccountDrawer({ taskId, side, account, endpoint, onClose }: { taskId: string; side: "source" | "destination"; account: string; /** What the panel holds. */ endpoint: unknown; onClose: () => void }) {
  const t = useTranslations("endpoints");
  const [fix, setFix] = useState<AccountStatement | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let open = true;
    accountStatement({ taskId, side, account, endpoint })
      .then((result) => {
        if (!open) return;
        if (result.ok) setFix(result.data);
        else setProblem(result.error.fields?.["account"] ?? `${result.error.message} ${result.error.remedy}`);
      })
      .catch(() => open && setProblem(t("testFailed")));
    return () => {
      open = false;
    };
  }, [taskId, side, account, endpoint, t]);
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t("createAccount")} description={t("createAccountLead", { side })}>
      {problem ? (
        <Notice tone="bad">{problem}</Notice>
      ) : fix ? (
        <div className="flex flex-col gap-3">
          <CodeBlock code={fix.body} label={t("accountSql")} language="SQL" maxHeight="24rem" />
          <p className="text-sm">{t("createAccountNote")}</p>
          <p className="text-sm text-muted">{fix.serverVersion === null ? t("createAccountVersion") : t("createAccountFor", { version: fix.serverVersion })}</p>
        </div>
      ) : (
        <Skeleton className="h-32" />
      )}
    </Drawer>
  );
}
