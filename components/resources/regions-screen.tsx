"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { MapPin, Plus, Trash2 } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { createRegion, deleteRegion } from "@/lib/resources/actions";
import { regionsOptions } from "@/lib/resources/queries";
import { regionSchema, type RegionInput } from "@/lib/resources/schema";
import type { RegionView } from "@/lib/resources/view";
import { PageHeader } from "../shell/page-header";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Drawer } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Input, Textarea } from "../ui/input";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { RemoveDialog } from "./remove-dialog";
import { useResourceAction } from "./use-resource-action";

export function RegionsScreen({ initial }: { initial: RegionView[] }) {
  const t = useTranslations("resources.regions");
  const tAll = useTranslations("resources");
  const { data: regions } = useQuery({ ...regionsOptions(), initialData: initial });
  const [adding, setAdding] = useQueryState("new", parseAsString);
  const [removing, setRemoving] = useState<RegionView | null>(null);
  const remove = useResourceAction(deleteRegion, { done: t("deleted", { name: removing?.name ?? "" }), onDone: () => setRemoving(null) });
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => void setAdding("1")}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} actions={regions.length > 0 && add} />
      {regions.length === 0 ? (
        <EmptyState icon={<MapPin />} title={t("empty")} actions={add}>
          {t("emptyBody")}
        </EmptyState>
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <TableRow>
              <Th>{t("columns.name")}</Th>
              <Th>{t("columns.id")}</Th>
              <Th>{t("columns.timeZone")}</Th>
              <Th className="text-right">{t("columns.hosts")}</Th>
              <Th className="text-right">{t("columns.clusters")}</Th>
              <Th className="text-right">{t("columns.tasks")}</Th>
              <Th className="text-right">{t("columns.actions")}</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {regions.map((region) => (
              <TableRow key={region.id}>
                <Td className="font-medium whitespace-nowrap">
                  {region.name}
                  {region.note && <span className="block text-xs font-normal text-muted">{region.note}</span>}
                </Td>
                <Td className="code whitespace-nowrap">{region.id}</Td>
                <Td>{region.timeZone}</Td>
                <Td className="text-right">{region.hostCount}</Td>
                <Td className="text-right">{region.clusterCount}</Td>
                <Td className="text-right">{region.taskCount}</Td>
                <Td className="text-right">
                  <IconButton
                    label={tAll("remove", { name: region.name })}
                    icon={<Trash2 aria-hidden />}
                    onClick={() => setRemoving(region)}
                    className="text-muted"
                  />
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {adding && <RegionDrawer onClose={() => void setAdding(null)} />}
      {removing && (
        <RemoveDialog
          title={t("deleteTitle", { name: removing.name })}
          body={t("deleteBody")}
          pending={remove.isPending}
          onClose={() => setRemoving(null)}
          onConfirm={() => remove.mutate({ id: removing.id })}
        />
      )}
    </>
  );
}

function RegionDrawer({ onClose }: { onClose: () => void }) {
  const t = useTranslations("resources.regions");
  const tCommon = useTranslations("common");
  const form = useForm<RegionInput>({
    resolver: zodResolver(regionSchema),
    defaultValues: { id: "", name: "", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, note: "" },
  });
  const { errors } = form.formState;
  const create = useResourceAction(createRegion, {
    done: t("created", { name: form.getValues("name") }),
    onDone: onClose,
    onRefused: (error) => {
      for (const [field, message] of Object.entries(error.fields ?? {})) form.setError(field as keyof RegionInput, { message });
      return error.fields !== undefined;
    },
  });
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("formTitle")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" form="region-form" variant="primary" pending={create.isPending}>
            {t("add")}
          </Button>
        </>
      }
    >
      <form id="region-form" noValidate onSubmit={form.handleSubmit((values) => create.mutate(values))} className="flex flex-col gap-4">
        <Field label={t("id")} description={t("idHelp")} error={errors.id?.message}>
          <Input spellCheck={false} autoCapitalize="none" {...form.register("id")} />
        </Field>
        <Field label={t("name")} error={errors.name?.message}>
          <Input {...form.register("name")} />
        </Field>
        <Controller
          control={form.control}
          name="timeZone"
          render={({ field }) => (
            <Field label={t("timeZone")} error={errors.timeZone?.message}>
              <Combobox
                inputRef={field.ref}
                options={timeZones()}
                value={field.value ?? "UTC"}
                onValueChange={(zone) => field.onChange(zone ?? "UTC")}
                emptyText={tCommon("none")}
              />
            </Field>
          )}
        />
        <Field label={t("note")} optional={tCommon("optional")} error={errors.note?.message}>
          <Textarea {...form.register("note")} />
        </Field>
      </form>
    </Drawer>
  );
}

function timeZones() {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
