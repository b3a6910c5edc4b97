"use client";
import { useRouter } from "next/navigation";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { saveObjects } from "@/lib/tasks/actions";
import { Button } from "../ui/button";
import { ErrorSummary } from "../ui/field";
import { Notice } from "../ui/notice";
import { WizardFooter } from "../wizard/wizard-footer";
import { useWizard } from "../wizard/wizard-context";
import { OnlineDdlTables } from "./online-ddl-tables";
import { formErrors, type ObjectsForm, readForm, toInput } from "./objects-form";
import { ProcessingMode, SettingsPanel } from "./settings-panel";
import { countSelection } from "./selection";
import { Transfer } from "./transfer";

/** Step 3: which objects, under which names, and what happens when something is in the way. */
export function ObjectsStep() {
  const t = useTranslations("objects");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [origin] = useQueryStates({ from: parseAsString, run: parseAsInteger, item: parseAsString });
  const fromPrecheck = origin.from === "precheck" && origin.run !== null;
  const { draft, name, startValues, keep, save, goTo } = useWizard();
  const [form, setForm] = useState<ObjectsForm>(() => readForm(startValues));
  /** Faults are shown once somebody wanted to go on, and then kept up to date. */
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const first = useRef(form);
  useEffect(() => {
    if (form === first.current) return;
    keep({ ...form });
  }, [form, keep]);

  const change = (patch: Partial<ObjectsForm>) => {
    setRefused({});
    setForm((before) => ({ ...before, ...patch }));
  };
  const errors = asked ? { ...refused, ...formErrors(form) } : {};
  const objectErrors = Object.entries(errors).filter(([path]) => path === "objects" || path.startsWith("objects."));
  const listed = [
    ...objectErrors.map(([path, message]) => ({ id: "objects-transfer", key: path, message })),
    ...Object.entries(errors).flatMap(([path, message]) => (path.startsWith("objects") ? [] : [{ id: `objects-${path}`, key: path, message }])),
  ];
  // Always in sight, also where the trees are two tabs.
  const { databases, tables, whole } = countSelection(form.selection);
  const counts = { databases, tables, whole };
  const focusSummary = () => requestAnimationFrame(() => summary.current?.focus());
  const next = async () => {
    setAsked(true);
    setFailure(null);
    if (Object.keys(formErrors(form)).length > 0) return focusSummary();
    setPending(true);
    const result = await save((version) => saveObjects({ id: draft.id, version, form: toInput(form) })).catch(() => null);
    if (result?.ok) {
      // Where somebody came from a finding of the precheck, there they go on.
      if (fromPrecheck) return router.push(`/sync/${draft.id}/precheck/${origin.run}${origin.item === null ? "" : `?item=${encodeURIComponent(origin.item)}`}`);
      return goTo("initialization");
    }
    setPending(false);
    if (result === null) setFailure(t("noAnswer"));
    else if (result.error.fields) {
      setRefused(result.error.fields);
      focusSummary();
    } else if (result.error.code !== "version-conflict") setFailure(`${result.error.message} ${result.error.remedy}`);
  };
  return (
    // No form element: Enter in a search box must not go on to the next step.
    <div className="flex flex-col gap-4">
      {failure && (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      )}
      {fromPrecheck && <Notice tone="info">{t("fromPrecheck", { number: origin.run ?? 0 })}</Notice>}
      <ErrorSummary ref={summary} title={tCommon("errorSummary", { count: listed.length })} errors={listed.map(({ id, message }) => ({ id, message }))} />
      <ProcessingMode form={form} onChange={change} errors={errors} />
      <Transfer taskId={draft.id} taskName={name} selection={form.selection} kinds={form} capitalization={form.capitalization} onChange={(selection) => change({ selection })} problem={objectErrors[0]?.[1]} />
      <SettingsPanel form={form} onChange={change} errors={errors} onlineDdl={<OnlineDdlTables taskId={draft.id} selection={form.selection} />} />
      <WizardFooter
        note={<span className="nums text-xs">{t("selectedCount", counts)}</span>}
        primary={
          <Button variant="primary" pending={pending} onClick={() => void next()}>
            {fromPrecheck ? t("saveAndReturn") : tCommon("next")}
          </Button>
        }
      />
    </div>
  );
}
