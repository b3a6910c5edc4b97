"use client";
import { useContext, useId, type ReactNode } from "react";
import { cn } from "./class-names";
import { GroupContext } from "./field-control";

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

/** One of a few, all visible. */
export function RadioGroup<Value extends string>({ options, value, onValueChange, label, name, layout = "list", className, disabled = false }: RadioGroupProps<Value>) {
  const group = useContext(GroupContext);
  const own = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-labelledby={label === undefined ? group : undefined}
      className={cn(layout === "row" ? "flex flex-wrap gap-x-6 gap-y-1" : "grid gap-2", layout === "cards" && "sm:grid-cols-2", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "flex min-h-6 items-start gap-2 text-base has-disabled:text-muted [&>span:has(:disabled)]:opacity-60",
            layout === "cards" &&
              "rounded-lg border border-line-strong p-3 has-checked:border-primary has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus hover:bg-hover has-checked:hover:bg-selected",
          )}
        >
          <span className="relative flex min-h-6 min-w-6 items-start justify-center">
            <input
              type="radio"
              name={name ?? own}
              value={option.value}
              checked={option.value === value}
              disabled={disabled || option.disabled}
              onChange={() => onValueChange(option.value)}
              className={cn("peer absolute inset-0 size-full appearance-none rounded-full outline-offset-0", layout === "cards" && "outline-hidden")}
            />
            <span
              aria-hidden
              className="pointer-events-none mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-input-line bg-input peer-checked:border-primary peer-checked:bg-primary [&>span]:hidden peer-checked:[&>span]:block"
            >
              <span className="size-1.5 rounded-full bg-on-primary" />
            </span>
          </span>
          <span className="min-w-0">
            <span className={cn(layout === "cards" && "font-medium")}>{option.label}</span>
            {option.description && <span className="mt-0.5 block text-xs text-muted">{option.description}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
