"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { PublicError } from "@/lib/http/result";
import { examinePosition, resetPosition } from "@/lib/tasks/position-reset/actions";
import { findStartPosition } from "@/lib/tasks/start-position/actions";
import type { TaskDetail } from "@/lib/tasks/view";
import { ReasonedDialog } from "../tasks/reasoned-dialog";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
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
  const [values, setValues] = useState<TargetValues>(noTarget);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
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
  return (
    <ReasonedDialog
      title={t("title")}
      lead={t("lead")}
      confirm={t("confirm")}
      sent={t("sent")}
      failed={t("noAnswer")}
      name={task.name}
      send={move && (({ reason, ...decision }) => resetPosition({ id: task.id, ...decision, reset: { from: move.from, to: move.to, reason } }))}
      onRefused={(error) => setRefusal(error ? refusalOf(error) : { message: t("noAnswer"), detail: null })}
      onClose={onClose}
    >
      {() => (
        <>
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
        </>
      )}
    </ReasonedDialog>
  );
}
