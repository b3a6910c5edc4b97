"use client";
import { useState, type ReactNode } from "react";
import { cn } from "./class-names";
import { moveFocus } from "./move-focus";

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
  // One stop for the Tab key: where one was last, at first what is on.
  const [last, setLast] = useState<Value | null>(null);
  const stop = [last, value].find((each) => options.some((option) => option.value === each)) ?? options[0]?.value;
  return (
    <div role="group" aria-label={label} className={cn("flex flex-wrap gap-1", className)}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          tabIndex={option.value === stop ? 0 : -1}
          onKeyDown={moveFocus}
          onFocus={() => setLast(option.value)}
          onClick={() => option.value !== value && onValueChange(option.value)}
          className="inline-flex min-h-7 items-center gap-1.5 rounded-md border border-transparent px-2 text-left text-sm break-keep text-muted hover:bg-hover hover:text-ink aria-pressed:border-line-strong aria-pressed:bg-selected aria-pressed:font-medium aria-pressed:text-ink"
        >
          {option.label}
          {option.count !== undefined && <span className="nums text-xs text-muted">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
