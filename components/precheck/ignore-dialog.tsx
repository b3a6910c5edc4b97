"use client";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Result } from "@/lib/http/result";
import type { PrecheckItemView } from "@/lib/precheck/view";
import type { Messages } from "../i18n/messages";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { AlertDialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { Notice } from "../ui/notice";

type IgnorableCheck = keyof Messages["precheck"]["ignore"]["accept"];

/** Accepts a failure: consequence, a reason, and a tick that names it. Kept under Accepted risks for the life of the task. */
export function IgnoreDialog({ item, onIgnore, onClose }: { item: PrecheckItemView; onIgnore: (reason: string) => Promise<Result<unknown> | null>; onClose: () => void }) {
  const t = useTranslations("precheck.ignore");
  const tCommon = useTranslations("common");
  const [reason, setReason] = useState("");
  const [accepted, setAccepted] = useState(false);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const length = reason.trim().length;
  const reasonError = length < 10 || length > 500 ? t("reasonRange", { count: length }) : undefined;
  const submit = async () => {
    setTried(true);
    if (reasonError !== undefined || !accepted) return;
    setPending(true);
    const result = await onIgnore(reason.trim());
    setPending(false);
    if (result?.ok) onClose();
    else setProblem(result ? (result.error.fields?.["reason"] ?? `${result.error.message} ${result.error.remedy}`) : t("failed"));
  };
  return (
    <AlertDialog
      open
      initialFocus={area}
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { title: item.result?.title.text ?? item.topic.text })}
      description={item.result?.why?.text ?? t("consequence")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="danger" pending={pending} onClick={() => void submit()}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
        <Field label={t("reason")} description={t("reasonHelp")} error={tried ? reasonError : undefined}>
          <Textarea ref={area} value={reason} maxLength={600} onValueChange={(next) => setReason(next)} />
        </Field>
        <div>
          <Checkbox label={t(`accept.${item.id as IgnorableCheck}`)} checked={accepted} onCheckedChange={setAccepted} />
          {tried && !accepted && (
            <p role="alert" className="text-xs text-bad">
              {t("acceptMissing")}
            </p>
          )}
        </div>
        <p className="text-xs text-muted">{t("scope")}</p>
      </div>
    </AlertDialog>
  );
}
