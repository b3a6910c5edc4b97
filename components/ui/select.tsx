"use client";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { controlClass } from "./input";

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

/** One of a few. For more than about fifteen options take `Combobox`. */
export function Select<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  label,
  id,
  name,
  disabled,
  className,
  triggerRef,
  onBlur,
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options as SelectOption<Value>[]}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      disabled={disabled}
      name={name}
      id={id}
    >
      <Base.Trigger
        ref={triggerRef}
        onBlur={onBlur}
        aria-label={label}
        className={cn(controlClass, "flex items-center justify-between gap-2 text-left select-none hover:not-data-disabled:bg-hover", className)}
      >
        <Base.Value placeholder={placeholder} className="min-w-0 truncate data-placeholder:text-muted" />
        <Base.Icon className="text-muted">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden select-none" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={popupClass}>
            <Base.List className="max-h-[min(24rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} disabled={option.disabled} className={itemClass}>
                  <span className="flex size-4 items-center justify-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.detail && <span className="block text-xs text-muted">{option.detail}</span>}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const popupClass =
  "min-w-(--anchor-width) max-w-[min(28rem,var(--available-width))] origin-(--transform-origin) rounded-lg border border-line-strong bg-raised text-ink shadow-popup outline-hidden " +
  "transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0";

export const itemClass =
  "grid min-h-8 cursor-default grid-cols-[1rem_1fr] items-center gap-2 rounded-md py-1 pr-3 pl-2 text-sm outline-hidden select-none " +
  "data-highlighted:bg-hover data-disabled:opacity-50";
