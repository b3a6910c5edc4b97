"use client";
import { ListFilter } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { searchFields } from "@/lib/tasks/query";
import { displayValues, type DisplayValue } from "@/lib/tasks/status";
import type { TaskList } from "@/lib/tasks/view";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { SearchInput } from "../ui/input";
import { Popover } from "../ui/popover";
import { Select } from "../ui/select";
import { ToggleGroup } from "../ui/toggle-group";
import { activeChip, chipNames, chips, type Chip, type ListState, type SetListState } from "./list-state";

function countOf(chip: Chip, counts: TaskList["counts"]): number {
  if (chip === "all") return counts.all;
  if (chip === "attention") return counts.attention;
  return chips[chip].reduce((sum, value) => sum + (counts[value] ?? 0), 0);
}

/** Chips with counts, any mixture of statuses, and a search with a choice of field. */
export function FilterBar({ state, setState, counts }: { state: ListState; setState: SetListState; counts: TaskList["counts"] | undefined }) {
  const t = useTranslations("tasks");
  const attention = state.attention === "1";
  const chip = activeChip(state.status, attention);
  const choose = (next: Chip) =>
    void setState({ status: next === "all" || next === "attention" ? null : [...chips[next]], attention: next === "attention" ? "1" : null, page: null });
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <ToggleGroup
        label={t("chips.label")}
        className="max-md:flex-nowrap max-md:overflow-x-auto max-md:pb-1"
        value={(chip ?? "") as Chip}
        onValueChange={choose}
        options={chipNames.map((name) => ({ value: name, label: t(`chips.${name}`), ...(counts ? { count: countOf(name, counts) } : {}) }))}
      />
      <div className="flex w-full min-w-0 flex-wrap items-center gap-2 sm:w-auto sm:flex-nowrap">
        <StatusFilter status={state.status} counts={counts} onChange={(status) => void setState({ status: status.length > 0 ? status : null, page: null })} />
        <Select
          className="w-30"
          label={t("search.field")}
          value={state.field}
          onValueChange={(field) => void setState({ field, page: null })}
          options={searchFields.map((field) => ({ value: field, label: t(`search.fields.${field}`) }))}
        />
        <SearchBox
          key={state.field}
          value={state.q}
          label={t("search.label", { field: t(`search.fields.${state.field}`) })}
          placeholder={t("search.placeholder")}
          onSearch={(q) => void setState({ q: q || null, page: null })}
        />
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
    <SearchInput className="min-w-40 flex-1 sm:w-52 sm:flex-none" label={label} placeholder={placeholder} value={text} onValueChange={setText} data-search />
  );
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
    <Popover
      align="end"
      title={t("columns.status")}
      className="max-h-96 w-72 overflow-y-auto"
      trigger={
        <Button icon={<ListFilter aria-hidden />} aria-label={t("chips.label")}>
          {t("columns.status")}
          {status.length > 0 && <span className="nums rounded-sm bg-selected px-1 text-xs">{status.length}</span>}
        </Button>
      }
    >
      <div className="flex flex-col gap-1.5 pt-1">
        {displayValues.map((value) => (
          <Checkbox
            key={value}
            checked={status.includes(value)}
            onCheckedChange={(checked) => onChange(checked ? [...status, value] : status.filter((other) => other !== value))}
            className="text-sm"
            label={
              <span className="flex w-56 justify-between gap-2">
                <span className="truncate">{t(`status.${value}`)}</span>
                <span className="nums text-xs text-muted">{counts?.[value] ?? 0}</span>
              </span>
            }
          />
        ))}
      </div>
    </Popover>
  );
}
