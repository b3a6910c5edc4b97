"use client";
import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { Popover } from "./popover";

/** A button that opens any number of choices; nothing chosen means everything. */
export function ChoiceFilter<Value extends string>({
  label,
  title,
  options,
  value,
  onValueChange,
}: {
  /** Of the button, for those who do not see it beside the list. */
  label: string;
  title: string;
  options: readonly { readonly value: Value; readonly label: ReactNode; readonly count?: number }[];
  value: readonly Value[];
  onValueChange: (value: Value[]) => void;
}) {
  return (
    <Popover
      align="end"
      title={title}
      className="max-h-96 w-72 overflow-y-auto"
      trigger={
        <Button icon={<ListFilter aria-hidden />} aria-label={label}>
          {title}
          {value.length > 0 && <span className="nums rounded-sm bg-selected px-1 text-xs">{value.length}</span>}
        </Button>
      }
    >
      <div className="flex flex-col gap-1.5 pt-1">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            checked={value.includes(option.value)}
            onCheckedChange={(checked) => onValueChange(checked ? [...value, option.value] : value.filter((other) => other !== option.value))}
            className="text-sm"
            label={
              <span className="flex w-56 justify-between gap-2">
                <span className="truncate">{option.label}</span>
                {option.count !== undefined && <span className="nums text-xs text-muted">{option.count}</span>}
              </span>
            }
          />
        ))}
      </div>
    </Popover>
  );
}
