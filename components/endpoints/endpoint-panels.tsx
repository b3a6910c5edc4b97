"use client";
import { PlugZap } from "lucide-react";
import type { ReactNode } from "react";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { ClusterView, HostView, RegionView } from "@/lib/resources/view";
import type { TaskDraft } from "@/lib/tasks/view";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Field, ReadOnlyField } from "../ui/field";
import { Input } from "../ui/input";
import { NumberField } from "../ui/number-field";
import { Select } from "../ui/select";
import { ConnectionResult } from "./connection-result";
import { type EndpointValues, fieldId } from "./endpoint-values";
import { LoginFields } from "./login-fields";
import { ServerPicker } from "./server-picker";
import { useConnectionTest } from "./use-connection-test";

function Panel({ taskId, side, children }: { taskId: string; side: "source" | "destination"; children: (version: string | null) => ReactNode }) {
  const t = useTranslations("endpoints");
  const { pending, test, run } = useConnectionTest(taskId, side);
  return (
    <Card title={t(side)}>
      <div className="grid gap-x-4 gap-y-3.5 sm:grid-cols-2">{children(test?.facts?.version ?? null)}</div>
      <div className="mt-4 flex flex-col items-start gap-3">
        <Button icon={<PlugZap aria-hidden />} pending={pending} onClick={() => void run()} aria-describedby={`endpoints-panel-${side}`}>
          {pending ? t("testing") : t("test")}
        </Button>
        <span id={`endpoints-panel-${side}`} className="sr-only">
          {t(side)}
        </span>
        {test && !pending && (
          <div className="w-full min-w-0">
            <ConnectionResult test={test} side={side} />
          </div>
        )}
      </div>
    </Card>
  );
}

const regionText = (region: RegionView) => (
  <span>
    {region.name} <span className="code text-muted">{region.id}</span>
  </span>
);

export function SourcePanel({ draft, region, hosts }: { draft: TaskDraft; region: RegionView; hosts: readonly HostView[] }) {
  const t = useTranslations("endpoints");
  const { control, register, setValue, formState } = useFormContext<EndpointValues>();
  const errors = formState.errors.source;
  const kind = useWatch({ control, name: "source.kind" });
  return (
    <Panel taskId={draft.id} side="source">
      {(version) => (
        <>
          <Controller
            control={control}
            name="source.kind"
            render={({ field }) => (
              <Field label={t("instanceType")} description={t("instanceTypeHelp")} className="sm:col-span-2">
                <Select
                  id={fieldId("source.kind")}
                  triggerRef={field.ref}
                  onBlur={field.onBlur}
                  value={field.value}
                  onValueChange={field.onChange}
                  options={[
                    { value: "ecs", label: t("ecs") },
                    { value: "self-managed", label: t("selfManaged") },
                  ]}
                />
              </Field>
            )}
          />
          <ReadOnlyField label={t("region")}>{regionText(region)}</ReadOnlyField>
          <ReadOnlyField label={t("databaseType")}>{version ? t("detected", { version }) : t("mysql")}</ReadOnlyField>
          {kind === "ecs" ? (
            <Controller
              control={control}
              name="source.hostId"
              render={({ field }) => (
                <ServerPicker
                  kind="hosts"
                  region={region}
                  initial={hosts}
                  id={fieldId("source.hostId")}
                  inputRef={field.ref}
                  onBlur={field.onBlur}
                  value={field.value}
                  error={errors?.hostId?.message}
                  onValueChange={(host) => {
                    field.onChange(host?.id ?? "");
                    // The host's own port is the likely one.
                    if (host) setValue("source.port", host.port, { shouldDirty: true, shouldValidate: formState.isSubmitted });
                  }}
                />
              )}
            />
          ) : (
            <Field label={t("address")} error={errors?.address?.message}>
              <Input id={fieldId("source.address")} spellCheck={false} autoCapitalize="none" autoComplete="off" placeholder="10.20.0.11" {...register("source.address")} />
            </Field>
          )}
          <Controller
            control={control}
            name="source.port"
            render={({ field }) => (
              <Field label={t("port")} error={errors?.port?.message} className="max-w-40">
                <NumberField plain id={fieldId("source.port")} inputRef={field.ref} onBlur={field.onBlur} value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
          <LoginFields taskId={draft.id} side="source" passwordSaved={draft.sourcePasswordSaved} />
        </>
      )}
    </Panel>
  );
}

export function DestinationPanel({ draft, region, clusters }: { draft: TaskDraft; region: RegionView; clusters: readonly ClusterView[] }) {
  const t = useTranslations("endpoints");
  const { control, formState } = useFormContext<EndpointValues>();
  const errors = formState.errors.destination;
  return (
    <Panel taskId={draft.id} side="destination">
      {(version) => (
        <>
          <ReadOnlyField label={t("instanceType")}>{t("polardb")}</ReadOnlyField>
          <ReadOnlyField label={t("region")}>{regionText(region)}</ReadOnlyField>
          <Controller
            control={control}
            name="destination.clusterId"
            render={({ field }) => (
              <ServerPicker kind="polardb" region={region} initial={clusters} id={fieldId("destination.clusterId")} inputRef={field.ref} onBlur={field.onBlur} value={field.value} error={errors?.clusterId?.message} onValueChange={(cluster) => field.onChange(cluster?.id ?? "")} />
            )}
          />
          <ReadOnlyField label={t("databaseType")}>{version ? t("detected", { version }) : t("mysql")}</ReadOnlyField>
          <LoginFields taskId={draft.id} side="destination" passwordSaved={draft.destinationPasswordSaved} />
        </>
      )}
    </Panel>
  );
}
