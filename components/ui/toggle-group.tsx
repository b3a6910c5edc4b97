"use client";
import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup as Base } from "@base-ui/react/toggle-group";
import type { ReactNode } from "react";
import { cn } from "./class-names";

/** A row of chips of which exactly one is on. */
export function ToggleGroup<Value extends string>({
  options,
  value,
  onValueChange,
  label,
  className,
}: {
  options: readonly { value: Value; label: ReactNode; count?: number }[];
  value: Value;
  onValueChange: (value: Value) => void;
  label: string;
  className?: string;
}) {
  return (
    <Base
      aria-label={label}
      value={[value]}
      onValueChange={(next) => next[0] !== undefined && onValueChange(next[0] as Value)}
      className={cn("flex flex-wrap gap-1", className)}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="inline-flex min-h-7 items-center gap-1.5 rounded-md border border-transparent px-2 text-left text-sm text-muted hover:bg-hover hover:text-ink data-pressed:border-line-strong data-pressed:bg-selected data-pressed:font-medium data-pressed:text-ink"
        >
          {option.label}
          {option.count !== undefined && <span className="nums text-xs text-muted">{option.count}</span>}
        </Toggle>
      ))}
    </Base>
  );
}
