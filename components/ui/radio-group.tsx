"use client";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";
import { cn } from "./class-names";

export interface RadioOption<Value extends string> {
  value: Value;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
}

interface RadioGroupProps<Value extends string> {
  options: readonly RadioOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  /** Accessible name where no `FieldGroup` legend names it. */
  label?: string;
  name?: string;
  /** `list`: one under the other; `row`: side by side; `cards`: framed, for choices that need a sentence. */
  layout?: "list" | "row" | "cards";
  className?: string;
  disabled?: boolean;
}

function Dot() {
  return (
    <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-input-line bg-input group-has-data-checked:border-primary group-has-data-checked:bg-primary">
      <Radio.Indicator className="size-1.5 rounded-full bg-on-primary" />
    </span>
  );
}

/** One of a few, all visible. */
export function RadioGroup<Value extends string>({ options, value, onValueChange, label, name, layout = "list", className, disabled }: RadioGroupProps<Value>) {
  return (
    <Base
      aria-label={label}
      name={name}
      value={value}
      disabled={disabled}
      onValueChange={(next) => onValueChange(next as Value)}
      className={cn(layout === "row" ? "flex flex-wrap gap-x-6 gap-y-1" : "grid gap-2", layout === "cards" && "sm:grid-cols-2", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "group flex min-h-6 items-start gap-2 text-base has-data-disabled:opacity-60",
            layout === "cards" &&
              "rounded-lg border border-line-strong p-3 has-data-checked:border-primary has-data-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus hover:bg-hover has-data-checked:hover:bg-selected",
          )}
        >
          <Radio.Root
            value={option.value}
            disabled={option.disabled}
            className={cn("flex min-h-6 min-w-6 items-start justify-center rounded-full outline-offset-0", layout === "cards" && "outline-hidden")}
          >
            <Dot />
          </Radio.Root>
          <span className="min-w-0">
            <span className={cn(layout === "cards" && "font-medium")}>{option.label}</span>
            {option.description && <span className="mt-0.5 block text-xs text-muted">{option.description}</span>}
          </span>
        </label>
      ))}
    </Base>
  );
}
