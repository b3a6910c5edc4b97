"use client";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role" | "onChange"> {
  label: ReactNode;
  description?: ReactNode;
  onCheckedChange?: (checked: boolean) => void;
}

/** On or off, at once, without a Save button. */
export function Switch({ label, description, className, onCheckedChange, ...rest }: SwitchProps) {
  return (
    <label className={cn("flex items-start gap-2.5 text-base", className)}>
      <span className="relative mt-0.5 flex h-5 w-9 shrink-0 items-center has-disabled:opacity-55">
        <input
          type="checkbox"
          role="switch"
          aria-checked={rest.checked ?? false}
          onChange={(event) => onCheckedChange?.(event.target.checked)}
          className="peer absolute inset-0 size-full appearance-none rounded-full border border-input-line bg-surface transition-colors checked:border-primary checked:bg-primary"
          {...rest}
        />
        <span
          aria-hidden
          className="pointer-events-none relative ml-0.5 size-3.5 rounded-full bg-input-line transition-transform peer-checked:translate-x-4 peer-checked:bg-on-primary"
        />
      </span>
      <span className="min-w-0">
        {label}
        {description && <span className="block text-xs text-muted">{description}</span>}
      </span>
    </label>
  );
}
