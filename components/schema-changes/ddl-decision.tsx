"use client";
import { Check, FilePenLine, SkipForward } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { DdlDecision } from "@/lib/tasks/schema-changes/schema";
import type { TaskDetail, TaskErrorView } from "@/lib/tasks/view";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";

// Nobody waits for a dialog that is not open.
const DecisionDialog = dynamic(() => import("./decision-dialog").then((module) => module.DecisionDialog), { ssr: false });

/** Facts of an error that belong to a schema change, and are shown by `DdlStatement` instead of as facts. */
export const ddlFacts: readonly string[] = ["statement", "destinationStatement", "change", "step", "steps"];

export const isDdlError = (error: TaskErrorView) => typeof error.context["change"] === "string" && typeof error.context["statement"] === "string";

/** The statement that the task stands at, as the source ran it and as the destination refused it. */
export function DdlStatement({ error }: { error: TaskErrorView }) {
  const t = useTranslations("schemaChanges.error");
  const { statement, destinationStatement, step, steps, position } = error.context;
  const several = typeof steps === "number" && steps > 1;
  return (
    <div className="flex flex-col gap-2">
      <CodeBlock label={t("atSource")} code={String(statement)} />
      {typeof destinationStatement === "string" && destinationStatement !== statement && <CodeBlock label={t("atDestination")} code={destinationStatement} />}
      <p className="nums text-xs break-all text-muted">
        {t("position", { position: String(position) })}
        {several && ` · ${t("step", { step: Number(step), steps })}`}
      </p>
    </div>
  );
}

/** Edit, skip, or mark as done: each with a reason, each for this one change. */
export function DdlDecisions({ task, error }: { task: TaskDetail; error: TaskErrorView }) {
  const t = useTranslations("schemaChanges.decision");
  const [open, setOpen] = useState<DdlDecision["action"] | null>(null);
  return (
    <>
      <Button icon={<FilePenLine aria-hidden />} onClick={() => setOpen("edit")}>
        {t("edit.button")}
      </Button>
      <Button icon={<Check aria-hidden />} onClick={() => setOpen("done")}>
        {t("done.button")}
      </Button>
      <Button icon={<SkipForward aria-hidden />} onClick={() => setOpen("skip")}>
        {t("skip.button")}
      </Button>
      {open && <DecisionDialog key={open} task={task} error={error} action={open} onClose={() => setOpen(null)} />}
    </>
  );
}
