"use client";
import { useTranslations } from "use-intl";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { NumberField } from "../ui/number-field";
import { RadioGroup } from "../ui/radio-group";
import { fromLocal, toLocal } from "../wizard/local-time";

/** What a person types, whichever kind is chosen. */
export interface TargetValues {
  readonly kind: "now" | "time" | "gtid" | "file";
  /** ISO. */
  readonly at: string;
  readonly gtidSet: string;
  readonly file: string;
  readonly offset: number | null;
}

export const noTarget: TargetValues = { kind: "now", at: "", gtidSet: "", file: "", offset: null };

export const isComplete = ({ kind, at, gtidSet, file, offset }: TargetValues) => kind === "now" || (kind === "time" ? at !== "" : kind === "gtid" ? gtidSet.trim() !== "" : file.trim() !== "" && offset !== null);

/** Where the task shall go on. */
export function TargetFields({ values, hasGtids, onChange }: { values: TargetValues; hasGtids: boolean; onChange: (values: TargetValues) => void }) {
  const t = useTranslations("positionReset.target");
  const { zone } = useTimeZoneChoice();
  const set = (change: Partial<TargetValues>) => onChange({ ...values, ...change });
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={t("label")}
        value={values.kind}
        onValueChange={(kind) => set({ kind })}
        options={[
          { value: "now" as const, label: t("now") },
          { value: "time" as const, label: t("time") },
          ...(hasGtids ? [{ value: "gtid" as const, label: t("gtid") }] : []),
          { value: "file" as const, label: t("file") },
        ]}
      />
      {values.kind === "time" && (
        <Field label={t("at")} description={t("atHelp", { zone })} className="max-w-64">
          <Input type="datetime-local" value={toLocal(values.at, zone)} onValueChange={(local) => set({ at: fromLocal(local, zone) ?? "" })} />
        </Field>
      )}
      {values.kind === "gtid" && (
        <Field label={t("gtidSet")} description={t("gtidHelp")}>
          <Textarea rows={3} spellCheck={false} className="font-mono text-xs" value={values.gtidSet} onValueChange={(gtidSet) => set({ gtidSet })} />
        </Field>
      )}
      {values.kind === "file" && (
        <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_10rem]">
          <Field label={t("fileName")}>
            <Input spellCheck={false} autoCapitalize="none" placeholder="binlog.000042" value={values.file} onValueChange={(file) => set({ file })} />
          </Field>
          <Field label={t("offset")}>
            <NumberField plain value={values.offset} onValueChange={(offset) => set({ offset })} />
          </Field>
        </div>
      )}
    </div>
  );
}
