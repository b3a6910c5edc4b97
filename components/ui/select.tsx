"use client";
import { ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field-control";
import { controlClass } from "./input";
import { useHandover } from "./light-trigger";
import { onDemand } from "./on-demand";

const parts = onDemand(() => import("./select-parts"));

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** Second line, muted. */
  detail?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  /** Accessible name where no `Field` label names it. */
  label?: string;
  id?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
  triggerRef?: React.Ref<HTMLButtonElement>;
  onBlur?: () => void;
}

export const selectClass = `${controlClass} flex items-center justify-between gap-2 text-left select-none hover:not-data-disabled:bg-hover`;

/** One of a few. For more than about fifteen options take `Combobox`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { full, take } = useHandover(parts);
  if (full) return <full.part.FullSelect {...props} handover={full.handover} />;
  return <LightSelect {...props} take={take} />;
}

/** What is chosen, in a button that fetches the list. */
function LightSelect<Value extends string>({
  options,
  value,
  placeholder,
  label,
  id,
  name,
  disabled,
  className,
  triggerRef,
  onBlur,
  take,
}: SelectProps<Value> & { take: (element: Element, press: boolean) => void }) {
  const { name: _name, ...control } = useFieldControl({ id, name });
  const chosen = options.find((option) => option.value === value);
  const prepare = () => void parts.ask().catch(() => {});
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      // Of a list that is not there yet.
      aria-controls={undefined}
      aria-label={label}
      {...control}
      ref={triggerRef}
      disabled={disabled}
      data-disabled={disabled ? "" : undefined}
      onBlur={onBlur}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={(event) => take(event.currentTarget, true)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        take(event.currentTarget, true);
      }}
      className={cn(selectClass, className)}
    >
      <span className={cn("min-w-0 truncate", !chosen && "text-muted")}>{chosen?.label ?? placeholder}</span>
      <span aria-hidden className="text-muted">
        <ChevronsUpDown aria-hidden className="size-3.5" />
      </span>
    </button>
  );
}
