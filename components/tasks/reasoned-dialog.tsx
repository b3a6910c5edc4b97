"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { PublicError, Result } from "@/lib/http/result";
import { taskKeys } from "@/lib/tasks/queries";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { showToast } from "../ui/toast";
import { newRequestId } from "./use-task-action";

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly confirm: string;
  /** Said when it is done. */
  readonly sent: string;
  /** Said when it is not; why follows. */
  readonly failed: string;
  readonly variant?: "danger" | "primary";
  /** What has to be typed; null: a reason is enough. */
  readonly name: string | null;
  /** Asks for that name; left out: the task's. */
  readonly instruction?: ReactNode;
  /** Whether everything besides reason and name can be sent. */
  readonly valid?: boolean;
  /** Null: what would be decided is not known yet; neither reason nor name is asked for. */
  readonly send: ((decision: { requestId: string; confirmName: string; reason: string }) => Promise<Result<unknown>>) | null;
  /** Shows a refusal in the dialog instead of a notice; null: no answer came. */
  readonly onRefused?: (error: PublicError | null) => void;
  readonly onClose: () => void;
  /** Facts and further fields; `asked`: confirming was tried, faults may be shown. */
  readonly children: (asked: boolean) => ReactNode;
}

const shortest = 10;

/** A decision that is not taken back: facts first, then why, then the name. The focus begins on Cancel; it is sent once, and the task fetched anew either way. */
export function ReasonedDialog({ title, lead, confirm, sent, failed, variant = "danger", name, instruction, valid = true, send, onRefused, onClose, children }: Props) {
  const t = useTranslations("decision");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const requestId = useRef(newRequestId());
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const short = reason.trim().length < shortest;
  const refuse = (error: PublicError | null) => {
    if (onRefused) return onRefused(error);
    const detail = error ? Object.values(error.fields ?? {})[0] : undefined;
    showToast({ tone: "bad", title: failed, description: error ? `${detail ?? error.message} ${error.remedy}` : t("noAnswer") });
  };
  const decide = useMutation({
    mutationFn: async () => send && (await send({ requestId: requestId.current, confirmName: typed, reason })),
    onSuccess: (result) => {
      if (result === null) return;
      if (!result.ok) return refuse(result.error);
      showToast({ tone: "ok", title: sent });
      onClose();
    },
    onError: () => refuse(null),
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
      title={title}
      description={lead}
      footer={
        <>
          <Button ref={cancel} onClick={onClose} disabled={decide.isPending}>
            {tCommon("cancel")}
          </Button>
          <Button
            variant={variant}
            pending={decide.isPending}
            disabled={send === null || (name !== null && typed !== name)}
            onClick={() => {
              setAsked(true);
              if (!short && valid) decide.mutate();
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        {children(asked)}
        {send && (
          <Field label={t("reason")} description={t("reasonHelp")} error={asked && short ? t("reasonShort") : undefined}>
            <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
          </Field>
        )}
        {send && name !== null && (
          <Field label={instruction ?? t.rich("type", { name: () => <strong className="select-all">{name}</strong> })}>
            <Input value={typed} onValueChange={(next) => setTyped(next)} autoComplete="off" spellCheck={false} />
          </Field>
        )}
      </div>
    </AlertDialog>
  );
}
