"use client";
import { Switch as Base } from "@base-ui/react/switch";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

/** On or off, at once, without a Save button. */
export function Switch({
  label,
  description,
  className,
  ...rest
}: Omit<ComponentProps<typeof Base.Root>, "className" | "children"> & { label: ReactNode; description?: ReactNode; className?: string }) {
  return (
    <label className={cn("flex items-start gap-2.5 text-base", className)}>
      <Base.Root
        className="relative mt-0.5 flex h-5 w-9 shrink-0 items-center rounded-full border border-input-line bg-surface p-0.5 transition-colors data-checked:border-primary data-checked:bg-primary data-disabled:opacity-55"
        {...rest}
      >
        <Base.Thumb className="size-3.5 rounded-full bg-input-line transition-transform data-checked:translate-x-4 data-checked:bg-on-primary" />
      </Base.Root>
      <span className="min-w-0">
        {label}
        {description && <span className="block text-xs text-muted">{description}</span>}
      </span>
    </label>
  );
}
