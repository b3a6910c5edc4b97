"use client";
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

type BoxProps = Omit<ComponentProps<typeof Base.Root>, "className" | "children"> & { className?: string };

/** The box alone, 16 px drawn in a 24 px target; name it with `aria-label`. */
export function CheckboxBox({ className, indeterminate, ...rest }: BoxProps) {
  return (
    <Base.Root
      indeterminate={indeterminate}
      className={cn("group flex size-6 shrink-0 items-center justify-center rounded-sm outline-offset-0 data-disabled:opacity-55", className)}
      {...rest}
    >
      <span className="flex size-4 items-center justify-center rounded-sm border border-input-line bg-input group-data-checked:border-primary group-data-checked:bg-primary group-data-indeterminate:border-primary group-data-indeterminate:bg-primary group-data-invalid:border-bad">
        <Base.Indicator className="text-on-primary">
          {indeterminate ? <Minus aria-hidden className="size-3" strokeWidth={3} /> : <Check aria-hidden className="size-3" strokeWidth={3} />}
        </Base.Indicator>
      </span>
    </Base.Root>
  );
}

/** A checkbox with its words beside it. */
export function Checkbox({ label, description, className, ...rest }: BoxProps & { label: ReactNode; description?: ReactNode }) {
  return (
    <label className={cn("flex items-start gap-1.5 text-base", className)}>
      <CheckboxBox className="-my-0.5" {...rest} />
      <span className="min-w-0 wrap-anywhere">
        {label}
        {description && <span className="block text-xs text-muted">{description}</span>}
      </span>
    </label>
  );
}
