"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Collapsible } from "../ui/collapsible";
import { Field, FieldGroup } from "../ui/field";
import { Notice } from "../ui/notice";
import { NumberField } from "../ui/number-field";
import { Select } from "../ui/select";
import { RadioGroup } from "../ui/radio-group";
import { ddlKinds } from "@/lib/change-kinds/change-kinds";
import { DdlBoxes, DmlBoxes } from "./change-kinds-fields";
import { capitalizations } from "@/lib/object-names/capitalization";
import type { ObjectsForm } from "./objects-form";

interface SettingsProps {
  form: ObjectsForm;
  onChange: (patch: Partial<ObjectsForm>) => void;
  errors: Readonly<Record<string, string>>;
}

/** What happens to tables that exist in the destination already. Stands above the trees, as it decides about all of them. */
export function ProcessingMode({ form, onChange, errors }: SettingsProps) {
  const t = useTranslations("objects.mode");
  return (
    <Card>
      <FieldGroup label={t("label")}>
        <RadioGroup
          label={t("label")}
          layout="cards"
          value={form.existingTables}
          onValueChange={(existingTables) => onChange({ existingTables, ...(existingTables === "intercept" && { ignoreAccepted: false }) })}
          options={[
            { value: "intercept", label: t("intercept"), description: t("interceptHelp") },
            { value: "ignore", label: t("ignore"), description: t("ignoreHelp") },
          ]}
        />
        {form.existingTables === "ignore" && (
          <Notice tone="warn" title={t("consequences")}>
            <ul className="mt-1 list-disc pl-4">
              <li>{t("initial")}</li>
              <li>{t("incremental")}</li>
              <li>{t("schema")}</li>
            </ul>
            <Checkbox
              id="objects-ignoreAccepted"
              className="mt-2 font-medium"
              label={t("accept")}
              checked={form.ignoreAccepted}
              aria-invalid={errors["ignoreAccepted"] !== undefined || undefined}
              aria-describedby={errors["ignoreAccepted"] ? "objects-ignoreAccepted-error" : undefined}
              onCheckedChange={(ignoreAccepted) => onChange({ ignoreAccepted })}
            />
            {errors["ignoreAccepted"] && (
              <p id="objects-ignoreAccepted-error" className="pl-7.5 text-xs text-bad">
                {errors["ignoreAccepted"]}
              </p>
            )}
            <p className="pl-7.5 text-xs text-muted">{t("logged")}</p>
          </Notice>
        )}
      </FieldGroup>
    </Card>
  );
}

/** Temporary tables of schema change tools, retry times, and what is rarely touched. */
export function SettingsPanel({ form, onChange, errors, onlineDdl }: SettingsProps & { /** What stands below the choice about online DDL. */ onlineDdl: ReactNode }) {
  const t = useTranslations("objects.settings");
  const number = (
    key: "retryMinutes" | "otherRetryMinutes" | "appliers" | "loaders" | "chunkRows" | "lagWarnSeconds",
    path: string,
    unit?: string,
    limits: { min?: number; max?: number; step?: number } = {},
    placeholder?: string,
  ) => (
    <Field label={t(`${key}.label`)} description={t(`${key}.help`)} error={errors[path]}>
      <NumberField
        id={`objects-${path}`}
        value={form[key]}
        onValueChange={(value) => onChange({ [key]: value })}
        {...(unit && { unit })}
        {...(limits.step && { step: limits.step })}
        className="max-w-56"
        {...(placeholder && { placeholder })}
      />
    </Field>
  );
  const cap = (phase: "full" | "incremental", key: "rowsPerSecond" | "megabytesPerSecond", path: string) => (
    <Field label={t(`caps.${phase}.${key}`)} description={t("caps.help")} error={errors[path]}>
      <NumberField
        id={`objects-${path}`}
        value={form[phase][key]}
        onValueChange={(value) => onChange({ [phase]: { ...form[phase], [key]: value } })}
        unit={t(`caps.${key}`)}
        className="max-w-56"
      />
    </Field>
  );
  return (
    <Card title={t("title")}>
      <div className="grid gap-5 lg:grid-cols-3">
        <FieldGroup label={t("onlineDdl.label")} description={t("onlineDdl.help")}>
          <RadioGroup
            label={t("onlineDdl.label")}
            value={form.onlineDdl}
            onValueChange={(onlineDdl) => onChange({ onlineDdl })}
            options={[
              { value: "copy", label: t("onlineDdl.copy"), description: t("onlineDdl.copyHelp") },
              { value: "dms", label: t("onlineDdl.dms") },
              { value: "gh-ost", label: t("onlineDdl.ghost") },
            ]}
          />
          {onlineDdl}
        </FieldGroup>
        {number("retryMinutes", "retryMinutes", t("minutes"), { step: 10 })}
        {number("otherRetryMinutes", "otherRetryMinutes", t("minutes"))}
      </div>
      <Collapsible summary={t("advanced")} className="mt-5" open={Object.keys(errors).some((path) => /^(caps|parallel|dml|lagWarn|heartbeat)/.test(path))}>
        <div className="grid gap-5 pt-1 sm:grid-cols-2 lg:grid-cols-4">
          <Field label={t("capitalization.label")} description={t(`capitalization.help.${form.capitalization}`)} className="sm:col-span-2">
            <Select
              id="objects-capitalization"
              value={form.capitalization}
              onValueChange={(capitalization) => onChange({ capitalization })}
              options={capitalizations.map((value) => ({ value, label: t(`capitalization.${value}`) }))}
            />
          </Field>
          <Field label={t("caps.full.queriesPerSecond")} description={t("caps.queriesHelp")} error={errors["caps.full.queriesPerSecond"]}>
            <NumberField
              id="objects-caps.full.queriesPerSecond"
              value={form.full.queriesPerSecond}
              onValueChange={(queriesPerSecond) => onChange({ full: { ...form.full, queriesPerSecond } })}
              unit={t("caps.queriesPerSecond")}
              className="max-w-56"
            />
          </Field>
          {cap("full", "rowsPerSecond", "caps.full.rowsPerSecond")}
          {cap("full", "megabytesPerSecond", "caps.full.bytesPerSecond")}
          {cap("incremental", "rowsPerSecond", "caps.incremental.rowsPerSecond")}
          {cap("incremental", "megabytesPerSecond", "caps.incremental.bytesPerSecond")}
          <FieldGroup label={t("dml.label")} description={t("dml.help")} error={errors["dml"]}>
            <div id="objects-dml" tabIndex={-1}>
              <DmlBoxes value={form.dml} onChange={(dml) => onChange({ dml })} />
            </div>
          </FieldGroup>
          <FieldGroup label={t("ddl.label")} description={t("ddl.help")} className="@container sm:col-span-2">
            <DdlBoxes value={form.ddl} onChange={(ddl) => onChange({ ddl })} />
            {form.ddl.length < ddlKinds.length && <p className="text-xs text-muted">{t("ddl.offHelp")}</p>}
          </FieldGroup>
          <FieldGroup label={t("renames")}>
            <Checkbox label={t("followRenames.label")} description={t("followRenames.help")} checked={form.followRenames} onCheckedChange={(followRenames) => onChange({ followRenames })} />
          </FieldGroup>
          <FieldGroup label={t("programs.label")}>
            <Checkbox label={t("programs.triggers")} description={t("programs.triggersHelp")} checked={form.triggers} onCheckedChange={(triggers) => onChange({ triggers })} />
            <Checkbox label={t("programs.events")} description={t("programs.eventsHelp")} checked={form.events} onCheckedChange={(events) => onChange({ events })} />
          </FieldGroup>
          <Field label={t("conflictPolicy.label")} description={t("conflictPolicy.help")}>
            <Select
              value={form.conflictPolicy}
              onValueChange={(conflictPolicy) => onChange({ conflictPolicy })}
              options={(["default", "stop", "overwrite", "ignore"] as const).map((value) => ({ value, label: t(`conflictPolicy.${value}`) }))}
            />
          </Field>
          {number("loaders", "parallel.loaders")}
          {number("appliers", "parallel.appliers")}
          {number("chunkRows", "parallel.chunkRows", t("rows"), { step: 1000 })}
          {number("lagWarnSeconds", "lagWarnSeconds", t("seconds"))}
          <FieldGroup label={t("heartbeat.label")} className="sm:col-span-2">
            <Checkbox
              label={t("heartbeat.on")}
              description={t("heartbeat.help")}
              checked={form.heartbeat}
              onCheckedChange={(heartbeat) => onChange({ heartbeat })}
            />
            {form.heartbeat && (
              <Field label={t("heartbeat.every")} error={errors["heartbeatSeconds"]} className="pl-7.5">
                <NumberField id="objects-heartbeatSeconds" value={form.heartbeatSeconds} onValueChange={(heartbeatSeconds) => onChange({ heartbeatSeconds })} unit={t("seconds")} className="max-w-56" />
              </Field>
            )}
          </FieldGroup>
        </div>
      </Collapsible>
    </Card>
  );
}
