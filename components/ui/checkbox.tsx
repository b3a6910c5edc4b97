"use client";
import { Check, Minus } from "lucide-react";
import { useEffect, useRef, type ComponentProps, type ReactNode } from "react";
import { cn } from "./class-names";

interface BoxProps extends Omit<ComponentProps<"input">, "type" | "onChange"> {
  onCheckedChange?: (checked: boolean) => void;
  /** Some of what it stands for is ticked. */
  indeterminate?: boolean;
}

/** The box alone, 16 px drawn in a 24 px target; name it with `aria-label`. */
export function CheckboxBox({ className, indeterminate = false, onCheckedChange, ...rest }: BoxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate;
  }, [indeterminate, rest.checked]);
  return (
    <span className={cn("relative flex size-6 shrink-0 items-center justify-center has-disabled:opacity-55", className)}>
      <input
        ref={input}
        type="checkbox"
        onChange={(event) => onCheckedChange?.(event.target.checked)}
        className="peer absolute inset-0 size-full appearance-none rounded-sm outline-offset-0"
        {...rest}
      />
      <span
        aria-hidden
        className="pointer-events-none flex size-4 items-center justify-center rounded-sm border border-input-line bg-input text-on-primary peer-checked:border-primary peer-checked:bg-primary peer-indeterminate:border-primary peer-indeterminate:bg-primary peer-aria-invalid:border-bad [&>svg]:hidden peer-checked:[&>svg]:block peer-indeterminate:[&>svg]:block"
      >
        {indeterminate ? <Minus className="size-3" strokeWidth={3} /> : <Check className="size-3" strokeWidth={3} />}
      </span>
    </span>
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
