"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { PublicError } from "@/lib/http/result";
import { examinePosition, resetPosition } from "@/lib/tasks/position-reset/actions";
import { taskKeys } from "@/lib/tasks/queries";
import { findStartPosition } from "@/lib/tasks/start-position/actions";
import type { TaskDetail } from "@/lib/tasks/view";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Notice } from "../ui/notice";
import { showToast } from "../ui/toast";
import { MoveFacts } from "./move-facts";
import { isComplete, noTarget, TargetFields, type TargetValues } from "./target-fields";

interface Refusal {
  readonly message: string;
  readonly detail: string | null;
}

/** Why, where that is told; else what to do. */
function refusalOf({ message, remedy, context }: PublicError): Refusal {
  const detail = context?.["detail"];
  return { message, detail: typeof detail === "string" ? detail : remedy };
}

/** First where to, then what that means, then why: nothing can be confirmed that was not looked at. */
export function ResetDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const t = useTranslations("positionReset.dialog");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const requestId = useRef(newRequestId());
  const [values, setValues] = useState<TargetValues>(noTarget);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const short = reason.trim().length < 10;
  const examine = useMutation({
    mutationFn: async () => {
      const refuse = (error: PublicError) => {
        setRefusal(refusalOf(error));
        return null;
      };
      setRefusal(null);
      let target: Parameters<typeof examinePosition>[0]["target"] = values.kind === "gtid" ? { kind: "gtid", gtidSet: values.gtidSet } : values.kind === "file" ? { kind: "file", file: values.file.trim(), offset: values.offset ?? 4 } : { kind: "now" };
      if (values.kind === "time") {
        const found = await findStartPosition({ id: task.id, at: values.at });
        if (!found.ok) return refuse(found.error);
        if (found.data.position === null) {
          setRefusal({ message: t("gone"), detail: null });
          return null;
        }
        target = { kind: "file", ...found.data.position };
      }
      const result = await examinePosition({ id: task.id, target });
      return result.ok ? result.data : refuse(result.error);
    },
    onError: () => setRefusal({ message: t("noAnswer"), detail: null }),
  });
  const move = examine.data ?? null;
  const send = useMutation({
    mutationFn: async () => (move ? resetPosition({ id: task.id, requestId: requestId.current, confirmName: typed, reset: { from: move.from, to: move.to, reason } }) : null),
    onSuccess: (result) => {
      if (result?.ok) {
        showToast({ tone: "ok", title: t("sent") });
        onClose();
      } else if (result) setRefusal(refusalOf(result.error));
    },
    onError: () => setRefusal({ message: t("noAnswer"), detail: null }),
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
            disabled={move === null || typed !== task.name}
            onClick={() => {
              setAsked(true);
              if (!short) send.mutate();
            }}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <TargetFields
          values={values}
          hasGtids={task.figures?.applied?.gtidSet != null}
          onChange={(next) => {
            setValues(next);
            examine.reset();
            setRefusal(null);
          }}
        />
        <div>
          <Button pending={examine.isPending} disabled={!isComplete(values)} focusableWhenDisabled onClick={() => examine.mutate()}>
            {t("examine")}
          </Button>
        </div>
        <div role="status">
          {refusal && (
            <Notice tone="bad" title={refusal.message}>
              {refusal.detail && <p>{refusal.detail}</p>}
            </Notice>
          )}
          {move && <MoveFacts move={move} />}
        </div>
        {move && (
          <>
            <Field label={t("reason")} description={t("reasonHelp")} error={asked && short ? t("reasonShort") : undefined}>
              <Textarea rows={2} maxLength={500} value={reason} onValueChange={(next) => setReason(next)} />
            </Field>
            <Field label={t.rich("type", { name: () => <strong className="select-all">{task.name}</strong> })}>
              <Input value={typed} onValueChange={(next) => setTyped(next)} autoComplete="off" spellCheck={false} />
            </Field>
          </>
        )}
      </div>
    </AlertDialog>
  );
}
