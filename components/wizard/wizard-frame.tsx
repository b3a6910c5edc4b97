"use client";
import { Fragment, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { WizardStep } from "@/lib/tasks/steps";
import type { TaskDraft } from "@/lib/tasks/view";
import { RegionZone } from "../i18n/region-zone";
import { StatusChip } from "../tasks/status-chip";
import { Breadcrumb } from "../ui/breadcrumb";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { DraftStatus } from "./draft-status";
import { Limits } from "./limits";
import { Stepper } from "./stepper";
import { TaskName } from "./task-name";
import { useWizard, WizardProvider } from "./wizard-context";

/**
 * Frame of a step: way back, name, steps, limits, draft state. The step inside reads `useWizard()` when it mounts, calls `keep` while somebody types,
 * `save` to go on, and ends with a `WizardFooter`. After a reload of the draft it is mounted anew.
 */
export function WizardFrame({ draft, step, children }: { draft: TaskDraft; step: WizardStep; children: ReactNode }) {
  return (
    <RegionZone zone={draft.timeZone}>
      <WizardProvider initial={draft} step={step}>
        {(mount) => (
          <>
            <Head />
            <Fragment key={mount}>{children}</Fragment>
          </>
        )}
      </WizardProvider>
    </RegionZone>
  );
}

function Head() {
  const t = useTranslations("wizard");
  const tShell = useTranslations("shell");
  const tTasks = useTranslations("tasks");
  const { draft, step, name, setName, conflict, reload } = useWizard();
  return (
    <>
      <div className="mb-1 flex min-h-7 flex-wrap items-center justify-between gap-x-4">
        <Breadcrumb label={tShell("breadcrumb")} items={[{ href: "/sync", label: tTasks("title") }, { href: `/sync/${draft.id}`, label: name }, { label: t(step === "precheck" ? "steps.precheck" : "configure") }]} />
        {step !== "precheck" && <DraftStatus />}
      </div>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <TaskName id={draft.id} name={name} onNameChange={setName} />
        {step !== "precheck" && <StatusChip status={draft.status} />}
        <span className="inline-flex items-center gap-1 text-muted">
          <span className="code">{draft.id}</span>
          <CopyButton text={draft.id} label={tTasks("copyId")} />
        </span>
      </div>
      <Stepper id={draft.id} current={step} progress={draft.progress} locked={step === "precheck" && !draft.editable} />
      {step !== "precheck" && <Limits />}
      {conflict && (
        <Notice
          tone="warn"
          role="alert"
          className="mb-4"
          title={t("conflict.title")}
          actions={
            <Button size="sm" onClick={() => void reload()}>
              {t("conflict.reload")}
            </Button>
          }
        >
          {t("conflict.body")}
        </Notice>
      )}
    </>
  );
}
