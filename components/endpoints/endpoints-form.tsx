"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { type FieldErrors, FormProvider, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { ClusterView, HostView, RegionView } from "@/lib/resources/view";
import { checkNetwork, saveEndpoints } from "@/lib/tasks/actions";
import type { EndpointsForm as Form } from "@/lib/tasks/schema";
import { Button } from "../ui/button";
import { ErrorSummary, Field } from "../ui/field";
import { Input } from "../ui/input";
import { announce } from "../ui/live-region";
import { Notice } from "../ui/notice";
import { showToast } from "../ui/toast";
import { SameName } from "../wizard/same-name";
import { useWizard } from "../wizard/wizard-context";
import { WizardFooter } from "../wizard/wizard-footer";
import { DestinationPanel, SourcePanel } from "./endpoint-panels";
import { type EndpointValues, endpointsResolverSchema, endpointValues, fieldId } from "./endpoint-values";
import { networkKey } from "./network-query";

interface Props {
  sourceRegion: RegionView;
  destinationRegion: RegionView;
  hosts: readonly HostView[];
  clusters: readonly ClusterView[];
}

/** Step 1: where from, where to, and with which accounts. Its button saves, checks the network and goes on as far as it is allowed. */
export function EndpointsForm({ sourceRegion, destinationRegion, hosts, clusters }: Props) {
  const t = useTranslations("endpoints");
  const tWizard = useTranslations("wizard");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const { draft, startValues, keep, save, goTo, setName } = useWizard();
  const { id } = draft;
  const schema = useMemo(() => endpointsResolverSchema({ source: draft.sourcePasswordSaved, destination: draft.destinationPasswordSaved }), [draft.sourcePasswordSaved, draft.destinationPasswordSaved]);
  const [defaultValues] = useState(() => endpointValues(startValues, draft));
  const form = useForm<EndpointValues, unknown, Form>({
    // The form holds the fields of every kind; the schema takes those of the chosen one.
    resolver: zodResolver(schema as never) as never,
    shouldFocusError: true,
    defaultValues,
  });
  const { errors } = form.formState;
  const [typedName, setTypedName] = useState(defaultValues.name);
  const [pending, setPending] = useState<"save" | "check" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values: { name, source, destination } }) => {
          setTypedName(name);
          keep({ name, source, destination });
        },
      }),
    [form, keep],
  );

  const submit = form.handleSubmit(async (values) => {
    setPending("save");
    setProblem(null);
    try {
      const saved = await save((version) => saveEndpoints({ id, version, form: values }));
      if (!saved.ok) {
        const fields = Object.entries(saved.error.fields ?? {});
        fields.forEach(([path, message], index) => form.setError(path as never, { message }, { shouldFocus: index === 0 }));
        if (fields.length === 0) setProblem(`${saved.error.message} ${saved.error.remedy}`);
        return;
      }
      setName(values.name);
      setPending("check");
      announce(t("checking"));
      const checked = await checkNetwork({ id });
      if (checked.ok) client.setQueryData(networkKey(id), checked.data);
      // A rule that was added just now is shown, not only done.
      if (checked.ok && checked.data.ok && !checked.data.sides.some((side) => side.access.addedNow)) {
        showToast({ tone: "ok", title: t("allowed") });
        goTo("objects");
      } else goTo("network");
    } catch {
      setProblem(tWizard("notSaved"));
    } finally {
      setPending(null);
    }
  });

  const saveWhole = async () => {
    const entered = schema.safeParse(form.getValues());
    return entered.success && (await save((version) => saveEndpoints({ id, version, form: entered.data }))).ok;
  };

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {problem && (
          <Notice tone="bad" role="alert" title={tWizard("saveFailed")}>
            {problem}
          </Notice>
        )}
        {form.formState.isSubmitted && <Summary errors={errors} title={(count) => tCommon("errorSummary", { count })} />}
        <Field label={tWizard("taskName")} description={tWizard("taskNameHelp")} error={errors.name?.message} className="max-w-xl">
          <Input id={fieldId("name")} maxLength={128} autoComplete="off" {...form.register("name")} />
        </Field>
        <SameName id={id} name={typedName} />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <SourcePanel draft={draft} region={sourceRegion} hosts={hosts} />
          <DestinationPanel draft={draft} region={destinationRegion} clusters={clusters} />
        </div>
        <WizardFooter
          saveWhole={saveWhole}
          note={pending === "check" ? t("checking") : undefined}
          primary={
            <Button type="submit" variant="primary" pending={pending !== null}>
              {t("primary")}
            </Button>
          }
        />
      </form>
    </FormProvider>
  );
}

function Summary({ errors, title }: { errors: FieldErrors<EndpointValues>; title: (count: number) => string }) {
  const t = useTranslations("endpoints");
  // Both sides have the same fields: the summary says which is meant.
  const sided = (path: string, message: string) => (path.startsWith("source") ? `${t("source")}: ${message}` : path.startsWith("destination") ? `${t("destination")}: ${message}` : message);
  const order = ["name", "source.", "sourcePassword", "destination.", "destinationPassword"];
  const place = (path: string) => order.findIndex((start) => path.startsWith(start));
  const listed = listErrors(errors)
    .sort((one, other) => place(one.path) - place(other.path))
    .map(({ path, message }) => ({ id: fieldId(path), message: sided(path, message) }));
  return <ErrorSummary title={title(listed.length)} errors={listed} />;
}

function listErrors(errors: object, prefix = ""): { path: string; message: string }[] {
  return Object.entries(errors).flatMap(([name, error]: [string, unknown]) => {
    if (typeof error !== "object" || error === null || name === "ref") return [];
    const path = prefix ? `${prefix}.${name}` : name;
    const { message } = error as { message?: unknown };
    return typeof message === "string" ? [{ path, message }] : listErrors(error, path);
  });
}
