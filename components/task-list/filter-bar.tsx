"use client";
import { SlidersHorizontal, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { searchFields, topologies } from "@/lib/tasks/list-query";
import { instanceClasses, type InstanceClass } from "@/lib/tasks/instance-class";
import { displayValues, type DisplayValue } from "@/lib/tasks/status";
import type { TaskList } from "@/lib/tasks/view";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { ChoiceFilter } from "../ui/choice-filter";
import { Field, FieldGroup } from "../ui/field";
import { Input, SearchInput } from "../ui/input";
import { Popover } from "../ui/popover";
import { Select } from "../ui/select";
import { ToggleGroup } from "../ui/toggle-group";
import { fromLocal, toLocal } from "../wizard/local-time";
import { activeChip, chipNames, chips, type Chip, type ListState, type SetListState } from "./list-state";

function countOf(chip: Chip, counts: TaskList["counts"]): number {
  if (chip === "all") return counts.all;
  if (chip === "attention") return counts.attention;
  return chips[chip].reduce((sum, value) => sum + (counts[value] ?? 0), 0);
}

interface Props {
  state: ListState;
  setState: SetListState;
  counts: TaskList["counts"] | undefined;
  projects: readonly string[];
  /** Null = nothing narrows the list. */
  onClear: (() => void) | null;
}

/** Chips with counts, any mixture of statuses, a search with a choice of field, and the rarer filters behind a button. */
export function FilterBar({ state, setState, counts, projects, onClear }: Props) {
  const t = useTranslations();
  const attention = state.attention === "1";
  const chip = activeChip(state.status, attention);
  const choose = (next: Chip) =>
    void setState({ status: next === "all" || next === "attention" ? null : [...chips[next]], attention: next === "attention" ? "1" : null, page: null });
  return (
    <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <ToggleGroup
        label={t("tasks.chips.label")}
        className="max-md:flex-nowrap max-md:overflow-x-auto max-md:pb-1"
        value={(chip ?? "") as Chip}
        onValueChange={choose}
        options={chipNames.map((name) => ({ value: name, label: t(`tasks.chips.${name}`), ...(counts ? { count: countOf(name, counts) } : {}) }))}
      />
      <div className="flex w-full min-w-0 flex-wrap items-center gap-2 sm:w-auto sm:flex-nowrap">
        <StatusFilter status={state.status} counts={counts} onChange={(status) => void setState({ status: status.length > 0 ? status : null, page: null })} />
        <RareFilters state={state} setState={setState} projects={projects} />
        <Select
          className="w-30"
          label={t("tasks.search.field")}
          value={state.field}
          onValueChange={(field) => void setState({ field, page: null })}
          options={searchFields.map((field) => ({ value: field, label: t(`tasks.search.fields.${field}`) }))}
        />
        <SearchBox
          key={state.field}
          value={state.q}
          label={t("tasks.search.label", { field: t(`tasks.search.fields.${state.field}`) })}
          placeholder={t(`list.search.${state.field}`)}
          onSearch={(q) => void setState({ q: q || null, page: null })}
        />
        {onClear && (
          <Button variant="ghost" icon={<X aria-hidden />} onClick={onClear}>
            {t("list.filters.clear")}
          </Button>
        )}
      </div>
    </div>
  );
}

function SearchBox({ value, label, placeholder, onSearch }: { value: string; label: string; placeholder: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  // The URL follows when typing rests; going back in history brings its text here.
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = window.setTimeout(() => onSearch(text), 250);
    return () => window.clearTimeout(timer);
  }, [text, value, onSearch]);
  return (
    <SearchInput
      className="min-w-40 flex-1 sm:w-56 sm:flex-none"
      label={label}
      placeholder={placeholder}
      value={text}
      onValueChange={setText}
      aria-keyshortcuts="/"
      data-search
    />
  );
}

function Count({ value }: { value: number }) {
  return value > 0 && <span className="nums rounded-sm bg-selected px-1 text-xs">{value}</span>;
}

function StatusFilter({
  status,
  counts,
  onChange,
}: {
  status: readonly DisplayValue[];
  counts: TaskList["counts"] | undefined;
  onChange: (status: DisplayValue[]) => void;
}) {
  const t = useTranslations("tasks");
  return (
    <ChoiceFilter
      label={t("chips.label")}
      title={t("columns.status")}
      options={displayValues.map((value) => ({ value, label: t(`status.${value}`), count: counts?.[value] ?? 0 }))}
      value={status}
      onValueChange={onChange}
    />
  );
}

/** Class, topology, project and the time of creation. Moments in the URL are absolute: a link means the same rows in every time zone. */
function RareFilters({ state, setState, projects }: Pick<Props, "state" | "setState" | "projects">) {
  const t = useTranslations();
  const { zone } = useTimeZoneChoice();
  const used = state.class.length + state.topology.length + (state.project ? 1 : 0) + (state.createdFrom ? 1 : 0) + (state.createdTo ? 1 : 0);
  const toggled = <Value extends string>(list: readonly Value[], value: Value, on: boolean) => {
    const next = on ? [...list, value] : list.filter((other) => other !== value);
    return next.length > 0 ? next : null;
  };
  return (
    <Popover
      align="end"
      title={t("list.filters.title")}
      className="w-72"
      trigger={
        <Button icon={<SlidersHorizontal aria-hidden />}>
          {t("list.filters.more")}
          <Count value={used} />
        </Button>
      }
    >
      <div className="flex flex-col gap-3 pt-1">
        <FieldGroup label={t("list.filters.class")}>
          <div className="grid grid-cols-2 gap-1">
            {(Object.keys(instanceClasses) as InstanceClass[]).map((name) => (
              <Checkbox
                key={name}
                className="text-sm"
                label={t(`tasks.class.${name}`)}
                checked={state.class.includes(name)}
                onCheckedChange={(on) => void setState({ class: toggled(state.class, name, on), page: null })}
              />
            ))}
          </div>
        </FieldGroup>
        <FieldGroup label={t("list.filters.topology")}>
          {topologies.map((name) => (
            <Checkbox
              key={name}
              className="text-sm"
              label={t("list.filters.oneWay")}
              checked={state.topology.includes(name)}
              onCheckedChange={(on) => void setState({ topology: toggled(state.topology, name, on), page: null })}
            />
          ))}
        </FieldGroup>
        <Field label={t("list.filters.project")}>
          <Select
            value={state.project ?? ""}
            onValueChange={(project) => void setState({ project: project || null, page: null })}
            options={[{ value: "", label: t("list.filters.allProjects") }, ...[...new Set([...projects, ...(state.project ? [state.project] : [])])].map((name) => ({ value: name, label: name }))]}
          />
        </Field>
        {(["createdFrom", "createdTo"] as const).map((end) => (
          <Field key={end} label={t(`list.filters.${end}`)} description={zone.replaceAll("_", " ")}>
            <Input
              type="datetime-local"
              value={state[end] ? toLocal(state[end], zone) : ""}
              onValueChange={(local) => void setState({ [end]: local === "" ? null : fromLocal(local, zone), page: null })}
            />
          </Field>
        ))}
      </div>
    </Popover>
  );
}
