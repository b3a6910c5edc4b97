"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { createCluster, createHost, updateCluster, updateHost } from "@/lib/resources/actions";
import { clusterSchema, hostSchema, type NetworkAdapter, networkAdapters } from "@/lib/resources/schema";
import { inGib } from "@/lib/resources/space/estimate";
import type { ClusterView, HostView, RegionView } from "@/lib/resources/view";
import { useFormat } from "../formatting/use-format";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Drawer } from "../ui/dialog";
import { Field, ReadOnlyField } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { NumberField } from "../ui/number-field";
import { Select } from "../ui/select";
import { useResourceAction } from "./use-resource-action";

export type ServerKind = "hosts" | "polardb";

interface Values {
  id?: string;
  name: string;
  regionId: string;
  address: string;
  port: number;
  engineVersion: string;
  storageGib: number | null;
  freeGib: number | null;
  note: string;
  networkAdapter: NetworkAdapter;
  networkUrl: string;
  removeRuleOnRelease: boolean;
  securityGroupId: string;
}

/** Registers or edits a host or a cluster. Accounts and passwords are not asked for: they belong to a task. */
export function ServerForm({
  kind,
  regions,
  edited,
  defaultRegionId,
  onClose,
}: {
  kind: ServerKind;
  regions: readonly RegionView[];
  edited: HostView | ClusterView | null;
  defaultRegionId?: string;
  onClose: () => void;
}) {
  const t = useTranslations("resources");
  const tCommon = useTranslations("common");
  const schema = kind === "hosts" ? hostSchema : clusterSchema;
  const form = useForm<Values>({
    // One form for two schemas that differ by one field: the schema that is meant checks it.
    resolver: zodResolver(schema) as never,
    defaultValues: edited
      ? {
          id: edited.id,
          name: edited.name,
          regionId: edited.regionId,
          address: edited.address,
          port: edited.port,
          note: edited.note,
          engineVersion: "engineVersion" in edited ? edited.engineVersion : "",
          storageGib: "storageBytes" in edited && edited.storageBytes !== null ? inGib(edited.storageBytes) : null,
          freeGib: "freeBytes" in edited && edited.freeBytes !== null ? inGib(edited.freeBytes) : null,
          networkAdapter: edited.networkAdapter,
          networkUrl: edited.networkUrl,
          removeRuleOnRelease: edited.removeRuleOnRelease,
          securityGroupId: edited.securityGroupId ?? "",
        }
      : { name: "", regionId: defaultRegionId ?? regions[0]?.id ?? "", address: "", port: 3306, note: "", engineVersion: "", storageGib: null, freeGib: null, networkAdapter: "none", networkUrl: "", removeRuleOnRelease: true, securityGroupId: "" },
  });
  const { errors } = form.formState;
  const format = useFormat();
  const freeAtMs = edited && "freeAtMs" in edited ? edited.freeAtMs : null;
  const adapter = useWatch({ control: form.control, name: "networkAdapter" });
  const save = useResourceAction(
    async ({ id, ...values }: Values) => {
      const entered = { ...values, labels: [...(edited?.labels ?? [])] };
      if (kind === "hosts") return edited ? updateHost({ id: edited.id, host: entered }) : createHost({ ...entered, ...(id ? { id } : {}) });
      return edited ? updateCluster({ id: edited.id, cluster: entered }) : createCluster({ ...entered, ...(id ? { id } : {}) });
    },
    {
      done: t(edited ? `${kind}.updated` : `${kind}.created`, { name: form.getValues("name") }),
      onDone: onClose,
      onRefused: (error) => {
        for (const [field, message] of Object.entries(error.fields ?? {})) form.setError(field as keyof Values, { message });
        return error.fields !== undefined;
      },
    },
  );
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(edited ? `${kind}.editTitle` : `${kind}.formTitle`)}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" form="server-form" variant="primary" pending={save.isPending}>
            {edited ? t("save") : t("register")}
          </Button>
        </>
      }
    >
      <form id="server-form" noValidate onSubmit={form.handleSubmit((values) => save.mutate(values))} className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
        {edited ? (
          <ReadOnlyField label={t(`${kind}.id`)} className="sm:col-span-2">
            <span className="code">{edited.id}</span>
          </ReadOnlyField>
        ) : (
          <Field label={t(`${kind}.id`)} optional={tCommon("optional")} description={t(`${kind}.idHelp`)} error={errors.id?.message} className="sm:col-span-2">
            <Input
              spellCheck={false}
              autoCapitalize="none"
              placeholder={kind === "hosts" ? "i-src1" : "pc-dst1"}
              {...form.register("id", { setValueAs: (text?: string) => (text?.trim() ? text : undefined) })}
            />
          </Field>
        )}
        <Field label={t("name")} error={errors.name?.message} className="sm:col-span-2">
          <Input {...form.register("name")} />
        </Field>
        <Controller
          control={form.control}
          name="regionId"
          render={({ field }) => (
            <Field label={t("region")} error={errors.regionId?.message} className="sm:col-span-2">
              <Select
                triggerRef={field.ref}
                onBlur={field.onBlur}
                placeholder={t("chooseRegion")}
                value={field.value || null}
                onValueChange={field.onChange}
                options={regions.map((region) => ({ value: region.id, label: region.name, detail: region.id }))}
              />
            </Field>
          )}
        />
        <Field label={t("address")} description={t(`${kind}.addressHelp`)} error={errors.address?.message}>
          <Input spellCheck={false} autoCapitalize="none" placeholder="10.20.0.11" {...form.register("address")} />
        </Field>
        <Controller
          control={form.control}
          name="port"
          render={({ field }) => (
            <Field label={t("port")} error={errors.port?.message}>
              <NumberField plain inputRef={field.ref} onBlur={field.onBlur} value={field.value} onValueChange={(port) => field.onChange(port)} />
            </Field>
          )}
        />
        {kind === "polardb" && (
          <Field
            label={t("polardb.engineVersion")}
            optional={tCommon("optional")}
            description={t("polardb.engineVersionHelp")}
            error={errors.engineVersion?.message}
            className="sm:col-span-2"
          >
            <Input {...form.register("engineVersion")} />
          </Field>
        )}
        {kind === "hosts" && (
          <Field label={t("hosts.securityGroup")} optional={tCommon("optional")} description={t("hosts.securityGroupHelp")} error={errors.securityGroupId?.message} className="sm:col-span-2">
            <Input spellCheck={false} autoCapitalize="none" placeholder="sg-bp1abc" {...form.register("securityGroupId")} />
          </Field>
        )}
        {kind === "polardb" &&
          (["storageGib", "freeGib"] as const).map((name) => (
            <Controller
              key={name}
              control={form.control}
              name={name}
              render={({ field }) => (
                <Field
                  label={t(name === "storageGib" ? "polardb.storage" : "polardb.free")}
                  optional={tCommon("optional")}
                  description={name === "storageGib" ? t("polardb.storageHelp") : freeAtMs === null ? t("polardb.freeHelp") : t("polardb.freeTyped", { date: format.dateTime(freeAtMs) })}
                  error={errors[name]?.message}
                  className="sm:col-span-2"
                >
                  <NumberField plain min={0} unit={t("polardb.gib")} inputRef={field.ref} onBlur={field.onBlur} value={field.value} onValueChange={(value) => field.onChange(value)} format={{ useGrouping: false, maximumFractionDigits: 3 }} />
                </Field>
              )}
            />
          ))}
        <Controller
          control={form.control}
          name="networkAdapter"
          render={({ field }) => (
            <Field label={t("network.adapter")} description={t(`network.adapterHelp.${field.value}`)} className="sm:col-span-2">
              <Select
                triggerRef={field.ref}
                onBlur={field.onBlur}
                value={field.value}
                onValueChange={field.onChange}
                options={networkAdapters.map((value) => ({ value, label: t(`network.adapters.${value}`) }))}
              />
            </Field>
          )}
        />
        {adapter !== "none" && (
          <>
            {adapter === "webhook" && (
              <Field label={t("network.url")} description={t("network.urlHelp")} error={errors.networkUrl?.message} className="sm:col-span-2">
                <Input spellCheck={false} autoCapitalize="none" placeholder="https://network.example.com/rules" {...form.register("networkUrl")} />
              </Field>
            )}
            <Controller
              control={form.control}
              name="removeRuleOnRelease"
              render={({ field }) => <Checkbox className="sm:col-span-2" label={t("network.remove")} checked={field.value} onCheckedChange={field.onChange} />}
            />
          </>
        )}
        <Field label={t("note")} optional={tCommon("optional")} error={errors.note?.message} className="sm:col-span-2">
          <Textarea {...form.register("note")} />
        </Field>
      </form>
    </Drawer>
  );
}
