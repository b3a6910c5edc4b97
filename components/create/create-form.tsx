"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslations } from "use-intl";
import { createInstances } from "@/lib/tasks/actions";
import { createSimilar } from "@/lib/tasks/configuration/actions";
import { createInstanceSchema, type CreateInstance, type CreateInstanceInput } from "@/lib/tasks/schema";
import type { Capacity, RegionView } from "@/lib/resources/view";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ErrorSummary, Field, FieldGroup, ReadOnlyField } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { NumberField } from "../ui/number-field";
import { RadioGroup } from "../ui/radio-group";
import { Select } from "../ui/select";
import { TagInput } from "../ui/tag-input";
import { showToast } from "../ui/toast";
import { ClassPicker } from "./class-picker";
import { placesLeft } from "./places-left";
import { ReserveRail } from "./reserve-rail";
import { TopologyShapes } from "./topology-shapes";

/** Controls without a ref of the form library are found by their id. */
function focusFirst(errors: object): void {
  const [field] = Object.keys(errors);
  if (field) document.getElementById(`create-${field}`)?.focus();
}

/** The task whose configuration is taken over, and what the form starts from. */
export interface SimilarTo {
  readonly id: string;
  readonly name: string;
  readonly reverse: boolean;
  readonly defaults: Pick<CreateInstanceInput, "sourceRegionId" | "destinationRegionId" | "instanceClass" | "project" | "tags" | "name">;
}

/** The purchase page without a purchase: what is reserved, where, and how much of it. */
export function CreateForm({
  regions,
  capacities,
  projects,
  similar,
}: {
  regions: readonly RegionView[];
  capacities: Readonly<Record<string, Capacity>>;
  /** Those that tasks belong to already; another name makes another project. */
  projects: readonly string[];
  similar?: SimilarTo;
}) {
  const t = useTranslations("create");
  const tSimilar = useTranslations("configuration.similar");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const first = regions[0]?.id ?? "";
  const form = useForm<CreateInstanceInput, unknown, CreateInstance>({
    resolver: zodResolver(createInstanceSchema),
    shouldFocusError: true,
    defaultValues: {
      sourceEngine: "MySQL",
      destinationEngine: "PolarDB",
      topology: "one-way",
      sourceRegionId: first,
      destinationRegionId: first,
      instanceClass: "small",
      metering: "metered",
      project: "default",
      tags: {},
      quantity: 1,
      ...similar?.defaults,
    },
  });
  const { control, formState, setValue } = form;
  const { errors } = formState;
  const values = useWatch({ control });
  const quantity = Number(values.quantity ?? 1);
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const capacity = capacities[values.destinationRegionId ?? ""] ?? { places: 0, taken: 0 };
  const left = placesLeft(capacity);
  const [pending, setPending] = useState<"create" | "configure" | null>(null);
  const [summary, setSummary] = useState<string | null>(null);
  const requestId = useRef<string | null>(null);

  const submit = (then: "create" | "configure") =>
    form.handleSubmit(async (instance) => {
      setPending(then);
      setSummary(null);
      requestId.current ??= newRequestId();
      const asked = { requestId: requestId.current, instance };
      const result = similar ? await createSimilar({ ...asked, from: similar.id, reverse: similar.reverse }) : await createInstances(asked);
      requestId.current = null;
      if (!result.ok) {
        setPending(null);
        for (const [path, message] of Object.entries(result.error.fields ?? {})) form.setError(path as keyof CreateInstanceInput, { message });
        setSummary(`${result.error.message} ${result.error.remedy}`);
        return;
      }
      const [id] = result.data.ids;
      if (then === "configure" && id) router.push(`/sync/${id}/configure/endpoints`);
      else {
        showToast({
          tone: "ok",
          title: t("created", { count: result.data.ids.length }),
          ...(id ? { action: { label: t("configure"), onClick: () => router.push(`/sync/${id}/configure/endpoints`) } } : {}),
        });
        router.push("/sync");
      }
    }, focusFirst);

  const regionOptions = regions.map((region) => ({ value: region.id, label: region.name, detail: region.id }));
  const listed = Object.entries(errors).flatMap(([field, error]) =>
    typeof error?.message === "string" ? [{ id: `create-${field}`, message: error.message }] : [],
  );
  return (
    <form
      noValidate
      onSubmit={(event) => void submit(quantity === 1 ? "configure" : "create")(event)}
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]"
    >
      <div className="flex min-w-0 flex-col gap-4">
        {summary && (
          <Notice tone="bad" role="alert">
            {summary}
          </Notice>
        )}
        <ErrorSummary title={tCommon("errorSummary", { count: listed.length })} errors={listed} />
        {similar && (
          <Notice tone="info">
            {tSimilar(similar.reverse ? "reverse" : "from", { name: similar.name })} {tSimilar("passwords")}
          </Notice>
        )}
        <Card title={t("sections.what")}>
          <div className="grid gap-4 sm:grid-cols-2">
            <ReadOnlyField label={t("feature")}>{t("featureValue")}</ReadOnlyField>
            <ReadOnlyField label={t("network")}>{t("networkValue")}</ReadOnlyField>
            <Field label={t("sourceInstance")} description={t("sourceInstanceHelp")}>
              <Select options={[{ value: "MySQL", label: "MySQL" }]} value="MySQL" onValueChange={() => {}} />
            </Field>
            <Field label={t("destinationInstance")} description={t("destinationInstanceHelp")}>
              <Select options={[{ value: "PolarDB", label: "PolarDB" }]} value="PolarDB" onValueChange={() => {}} />
            </Field>
            <Controller
              control={control}
              name="sourceRegionId"
              render={({ field }) => (
                <Field label={t("sourceRegion")} description={t("sourceRegionHelp")} error={errors.sourceRegionId?.message}>
                  <Select
                    id="create-sourceRegionId"
                    options={regionOptions}
                    value={field.value || null}
                    placeholder={t("chooseRegion")}
                    triggerRef={field.ref}
                    onBlur={field.onBlur}
                    onValueChange={(region) => {
                      // The destination follows until somebody chose it: most tasks stay within a region.
                      if (!formState.dirtyFields.destinationRegionId) setValue("destinationRegionId", region);
                      field.onChange(region);
                    }}
                  />
                </Field>
              )}
            />
            <Controller
              control={control}
              name="destinationRegionId"
              render={({ field }) => (
                <Field label={t("destinationRegion")} description={t("destinationRegionHelp")} error={errors.destinationRegionId?.message}>
                  <Select
                    id="create-destinationRegionId"
                    options={regionOptions}
                    value={field.value || null}
                    placeholder={t("chooseRegion")}
                    triggerRef={field.ref}
                    onBlur={field.onBlur}
                    onValueChange={(region) => setValue("destinationRegionId", region, { shouldDirty: true, shouldValidate: true })}
                  />
                </Field>
              )}
            />
          </div>
          {values.sourceRegionId !== values.destinationRegionId && (
            <Notice tone="info" className="mt-4">
              {t("crossRegion")}
            </Notice>
          )}
          <FieldGroup label={t("topology")} className="mt-4">
            <RadioGroup
              label={t("topology")}
              layout="cards"
              value="one-way"
              onValueChange={() => {}}
              options={[
                { value: "one-way", label: t("oneWay"), description: t("oneWayHelp") },
                { value: "two-way", label: t("twoWay"), description: t("twoWayHelp"), disabled: true },
              ]}
            />
            <p className="text-xs text-muted">{t("shapes")}</p>
            <TopologyShapes />
          </FieldGroup>
        </Card>
        <Card title={t("sections.capacity")}>
          <div className="flex flex-col gap-4">
            <Controller
              control={control}
              name="instanceClass"
              render={({ field }) => (
                <FieldGroup label={t("class")} description={`${t("classHelp")} ${t("recommended")}`}>
                  <ClassPicker label={t("class")} capacity={capacity} value={field.value ?? "small"} onValueChange={field.onChange} />
                </FieldGroup>
              )}
            />
            {capacity.places === 0 ? (
              <Notice tone="warn" title={t("places.nobody")}>
                {t("places.nobodyHelp")}
              </Notice>
            ) : (
              quantity > left && (
                <Notice tone="warn" title={t("places.tooMany", { left, quantity })}>
                  {t("places.tooManyHelp")}
                </Notice>
              )
            )}
            <Controller
              control={control}
              name="metering"
              render={({ field }) => (
                <FieldGroup label={t("metering")}>
                  <RadioGroup
                    label={t("metering")}
                    layout="cards"
                    value={field.value ?? "metered"}
                    onValueChange={field.onChange}
                    options={[
                      { value: "metered", label: t("metered"), description: t("meteredHelp") },
                      { value: "fixed-term", label: t("fixedTerm"), description: t("fixedTermHelp") },
                    ]}
                  />
                </FieldGroup>
              )}
            />
            {values.metering === "fixed-term" && (
              <Field label={t("endsAt")} error={errors.endsAt?.message} className="max-w-60">
                <Input
                  id="create-endsAt"
                  type="date"
                  min={today}
                  onValueChange={(day) =>
                    setValue("endsAt", day ? new Date(`${day}T23:59:59`).toISOString() : undefined, { shouldValidate: formState.isSubmitted })
                  }
                />
              </Field>
            )}
          </div>
        </Card>
        <Card title={t("sections.order")}>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("name")} optional={tCommon("optional")} description={t("nameHelp")} error={errors.name?.message} className="sm:col-span-2">
              <Input id="create-name" maxLength={128} {...form.register("name", { setValueAs: (text: string) => (text.trim() === "" ? undefined : text) })} />
            </Field>
            <Field label={t("project")} description={t("projectHelp")} error={errors.project?.message}>
              <Input id="create-project" maxLength={64} list="create-projects" autoComplete="off" {...form.register("project")} />
              <datalist id="create-projects">
                {projects.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </datalist>
            </Field>
            <Controller
              control={control}
              name="quantity"
              render={({ field }) => (
                <Field label={t("quantity")} description={t("quantityHelp")} error={errors.quantity?.message}>
                  <NumberField
                    id="create-quantity"
                    className="w-36"
                    min={1}
                    max={20}
                    value={Number(field.value ?? 1)}
                    onValueChange={(next) => field.onChange(next ?? 1)}
                    inputRef={field.ref}
                  />
                </Field>
              )}
            />
            <Controller
              control={control}
              name="tags"
              render={({ field }) => (
                <FieldGroup label={t("tags")} description={t("tagsHelp")} className="sm:col-span-2">
                  <TagInput
                    tags={field.value ?? {}}
                    onTagsChange={field.onChange}
                    texts={{ key: t("tagKey"), value: t("tagValue"), add: t("addTag"), remove: (key) => t("removeTag", { key }) }}
                  />
                </FieldGroup>
              )}
            />
          </div>
        </Card>
      </div>
      <div className="flex flex-col gap-4 lg:sticky lg:top-17">
        <ReserveRail
          instanceClass={values.instanceClass ?? "small"}
          region={regions.find((region) => region.id === values.destinationRegionId)?.name ?? "—"}
          quantity={quantity}
          capacity={capacity}
          actions={
            <div className="flex flex-col gap-2">
              {quantity === 1 && (
                <Button key="configure" type="submit" variant="primary" size="lg" pending={pending === "configure"} disabled={pending !== null}>
                  {t("createAndConfigure")}
                </Button>
              )}
              <Button
                key="create"
                type={quantity === 1 ? "button" : "submit"}
                variant={quantity === 1 ? "secondary" : "primary"}
                size="lg"
                pending={pending === "create"}
                disabled={pending !== null}
                onClick={quantity === 1 ? () => void submit("create")() : undefined}
              >
                {t("createOnly")}
              </Button>
            </div>
          }
        />
      </div>
    </form>
  );
}
