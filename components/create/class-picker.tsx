"use client";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useTranslations } from "use-intl";
import type { Capacity } from "@/lib/resources/view";
import { instanceClasses, instanceClassNames, type InstanceClass } from "@/lib/tasks/instance-class";
import { useFormat } from "../formatting/use-format";
import { cn } from "../ui/class-names";
import { placesLeft } from "./places-left";

/** Instance classes with what they allow. `capacity`: of the runners that would take the task; a task of any class takes one place. Without it the column is left out. */
export function ClassPicker({ value, onValueChange, label, capacity }: { value: InstanceClass; onValueChange: (value: InstanceClass) => void; label: string; capacity?: Capacity }) {
  const t = useTranslations("create");
  const tClass = useTranslations("tasks.class");
  const format = useFormat();
  const grid = capacity === undefined ? "grid-cols-[2.25rem_1fr_minmax(6.5rem,1fr)_1fr]" : "grid-cols-[2.25rem_1fr_minmax(6.5rem,1fr)_1fr_1fr]";
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as InstanceClass)}
      className="overflow-hidden rounded-lg border border-line"
    >
      <div aria-hidden className={cn("grid gap-x-2 bg-surface text-xs font-medium text-muted [&>*]:py-1.5", grid)}>
        <span />
        <span>{t("classColumns.name")}</span>
        <span>{t("classColumns.cap")}</span>
        <span>{t("classColumns.appliers")}</span>
        {capacity && <span>{t("classColumns.places")}</span>}
      </div>
      {instanceClassNames.map((name) => {
        const { rowsPerSecond, appliers } = instanceClasses[name];
        return (
          <label
            key={name}
            className={cn(
              "nums grid min-h-9 items-center gap-x-2 border-t border-line text-sm hover:bg-hover",
              grid,
              value === name && "bg-selected hover:bg-selected",
            )}
          >
            <Radio.Root value={name} className="mx-auto flex size-6 items-center justify-center rounded-full outline-offset-0">
              <span
                className={cn(
                  "flex size-4 items-center justify-center rounded-full border border-input-line bg-input",
                  value === name && "border-primary bg-primary",
                )}
              >
                <Radio.Indicator className="size-1.5 rounded-full bg-on-primary" />
              </span>
            </Radio.Root>
            <span className="font-medium">{tClass(name)}</span>
            <span className="whitespace-nowrap">{rowsPerSecond === null ? t("noCap") : t("cap", { count: format.exact(rowsPerSecond) })}</span>
            <span>{appliers}</span>
            {capacity && <span className={placesLeft(capacity) === 0 ? "text-warn" : undefined}>{t("places.left", { left: placesLeft(capacity), places: capacity.places })}</span>}
          </label>
        );
      })}
    </RadioGroup>
  );
}
