"use client";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { Field, FieldGroup } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { NumberField } from "../ui/number-field";
import { RadioGroup } from "../ui/radio-group";
import { EarliestPosition } from "./earliest-position";
import { FindPosition } from "./find-position";
import type { InitializationValues } from "./initialization-values";

/** Where changes begin when nothing is copied. */
export function StartPositionFields() {
  const t = useTranslations("wizard.initialization");
  const { control, register, setValue, formState } = useFormContext<InitializationValues>();
  const errors = formState.errors.position;
  const kind = useWatch({ control, name: "position.kind" });
  return (
    <div className="mt-6 flex max-w-2xl flex-col gap-3 border-t border-line pt-4">
      <FieldGroup label={t("position")} description={t("positionHelp")}>
        <Controller
          control={control}
          name="position.kind"
          render={({ field }) => (
            <RadioGroup
              label={t("position")}
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: "now", label: t("positionNow"), description: t("positionNowHelp") },
                { value: "gtid", label: t("positionGtid") },
                { value: "file", label: t("positionFile") },
              ]}
            />
          )}
        />
      </FieldGroup>
      {kind === "gtid" && (
        <div className="pl-8">
          <EarliestPosition kind="gtid" />
        </div>
      )}
      {kind === "gtid" && (
        <Controller
          control={control}
          name="position.gtidSet"
          render={({ field }) => (
            <Field label={t("gtidSet")} description={t("gtidSetHelp")} error={errors?.gtidSet?.message} className="pl-8">
              <Textarea ref={field.ref} rows={3} spellCheck={false} className="font-mono text-xs" value={field.value} onBlur={field.onBlur} onValueChange={(next) => field.onChange(next)} />
            </Field>
          )}
        />
      )}
      {kind === "file" && (
        <div className="grid gap-3 pl-8 sm:grid-cols-[minmax(0,1fr)_10rem]">
          <div className="sm:col-span-2">
            <EarliestPosition kind="file" />
            <FindPosition
              onFound={(file, offset) => {
                setValue("position.file", file, { shouldDirty: true });
                setValue("position.offset", offset, { shouldDirty: true });
              }}
            />
          </div>
          <Field label={t("file")} error={errors?.file?.message}>
            <Input spellCheck={false} autoCapitalize="none" placeholder="binlog.000042" {...register("position.file")} />
          </Field>
          <Controller
            control={control}
            name="position.offset"
            render={({ field }) => (
              <Field label={t("offset")} error={errors?.offset?.message}>
                <NumberField plain inputRef={field.ref} onBlur={field.onBlur} value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
        </div>
      )}
    </div>
  );
}
