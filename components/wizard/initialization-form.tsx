"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useRef, useState } from "react";
import { Controller, FormProvider, useForm, useWatch } from "react-hook-form";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { runPrecheck, saveInitialization } from "@/lib/tasks/actions";
import { initializationSliceSchema } from "@/lib/tasks/schema";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { RadioGroup } from "../ui/radio-group";
import { initializationInput, type InitializationValues, initializationValues } from "./initialization-values";
import { fromLocal, toLocal } from "./local-time";
import { ServerLoad } from "./server-load";
import { StartPositionFields } from "./start-position-fields";
import { useWizard } from "./wizard-context";
import { WizardFooter } from "./wizard-footer";

/** Step 4: which parts are initialized, where changes begin, and when it starts. Its button saves and runs the precheck. */
export function InitializationForm() {
  const t = useTranslations("wizard.initialization");
  const tWizard = useTranslations("wizard");
  const router = useRouter();
  const { zone } = useTimeZoneChoice();
  const { draft, startValues, keep, save } = useWizard();
  const { id } = draft;
  const form = useForm<InitializationValues>({
    resolver: (values, context, options) => zodResolver(initializationSliceSchema as never)(initializationInput(values) as never, context, options as never) as never,
    shouldFocusError: true,
    defaultValues: initializationValues(startValues),
  });
  const { control, formState, setError } = form;
  const { errors } = formState;
  const { schema, data, start } = useWatch({ control }) as InitializationValues;
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const requestId = useRef<string | null>(null);

  useEffect(() => form.subscribe({ formState: { values: true }, callback: ({ values }) => keep({ ...values }) }), [form, keep]);

  const saveAndPrecheck = async () => {
    setPending(true);
    setProblem(null);
    try {
      const saved = await save((version) => saveInitialization({ id, version, form: initializationInput(form.getValues()) }));
      if (!saved.ok) {
        const fields = Object.entries(saved.error.fields ?? {});
        for (const [path, message] of fields) setError(path as never, { message });
        if (fields.length === 0) setProblem(`${saved.error.message} ${saved.error.remedy}`);
        setPending(false);
        return;
      }
      if (saved.data.nextStep !== "precheck") {
        router.push(`/sync/${id}/configure/${saved.data.nextStep}`);
        return;
      }
      requestId.current ??= newRequestId();
      const asked = await runPrecheck({ id, version: saved.data.version, requestId: requestId.current });
      requestId.current = null;
      if (asked.ok) router.push(`/sync/${id}/precheck/${asked.data.number}`);
      else {
        setProblem(`${asked.error.message} ${asked.error.remedy}`);
        setPending(false);
      }
    } catch {
      setProblem(tWizard("notSaved"));
      setPending(false);
    }
  };

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void form.handleSubmit(saveAndPrecheck)(event)} className="flex flex-col gap-4">
        {problem && (
          <Notice tone="bad" role="alert" title={tWizard("saveFailed")}>
            {problem}
          </Notice>
        )}
        <Card title={t("title")}>
          <div className="grid gap-6 lg:grid-cols-2">
            <FieldGroup label={t("types")}>
              <Controller control={control} name="schema" render={({ field }) => <Checkbox label={t("schema")} description={schema ? t("schemaHelp") : t("schemaOff")} checked={field.value} onCheckedChange={field.onChange} />} />
              <Controller control={control} name="data" render={({ field }) => <Checkbox label={t("data")} description={data ? t("dataHelp") : t("dataOff")} checked={field.value} onCheckedChange={field.onChange} />} />
              <Checkbox label={t("incremental")} description={t("incrementalHelp")} checked disabled />
            </FieldGroup>
            <FieldGroup label={t("start")}>
              <Controller
                control={control}
                name="start.mode"
                render={({ field }) => (
                  <RadioGroup
                    label={t("start")}
                    value={field.value}
                    onValueChange={field.onChange}
                    options={[
                      { value: "auto", label: t("startAuto") },
                      { value: "manual", label: t("startManual"), description: t("startManualHelp") },
                      { value: "at", label: t("startAt") },
                    ]}
                  />
                )}
              />
              {start.mode === "at" && (
                <Controller
                  control={control}
                  name="start.at"
                  render={({ field }) => (
                    <Field label={t("startAtLabel")} description={t("startAtHelp", { zone })} error={errors.start?.at?.message} className="max-w-64 pl-8">
                      <Input ref={field.ref} type="datetime-local" onBlur={field.onBlur} value={toLocal(field.value, zone)} onValueChange={(local) => field.onChange(fromLocal(local, zone) ?? "")} />
                    </Field>
                  )}
                />
              )}
            </FieldGroup>
          </div>
          {!data && <StartPositionFields />}
        </Card>
        {data && <ServerLoad taskId={id} />}
        <WizardFooter
          primary={
            <Button type="submit" variant="primary" pending={pending}>
              {t("precheck")}
            </Button>
          }
        />
      </form>
    </FormProvider>
  );
}
