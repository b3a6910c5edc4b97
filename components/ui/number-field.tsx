"use client";
import { NumberField as Base } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./class-names";
import { useFieldControl } from "./field-control";
import { controlClass } from "./input";

type Props = Omit<ComponentProps<typeof Base.Root>, "className" | "children"> & {
  className?: string;
  /** Shown behind the number, such as "minutes". */
  unit?: string;
  inputRef?: React.Ref<HTMLInputElement>;
  /** Without the − and + buttons: for ports and the like. */
  plain?: boolean;
};

/** A number with its unit. Put it into a `Field`. */
export function NumberField({ className, unit, inputRef, plain = false, format = { useGrouping: false }, id, name, ...rest }: Props) {
  const control = useFieldControl({ id, name });
  const t = useTranslations("common");
  const stepper = "flex w-8 items-center justify-center border border-input-line bg-bg text-muted hover:bg-hover hover:text-ink data-disabled:opacity-50";
  return (
    <Base.Root className={cn("flex items-center gap-2", className)} format={format} id={control.id} name={control.name} {...rest}>
      <Base.Group className="flex h-8 w-full">
        {!plain && (
          <Base.Decrement aria-label={t("decrease")} className={cn(stepper, "rounded-l-md border-r-0")}>
            <Minus aria-hidden className="size-3.5" />
          </Base.Decrement>
        )}
        <Base.Input
          ref={inputRef}
          aria-describedby={control["aria-describedby"]}
          aria-invalid={control["aria-invalid"]}
          className={cn(controlClass, "nums min-w-12", !plain && "rounded-none text-center focus-visible:z-10")}
        />
        {!plain && (
          <Base.Increment aria-label={t("increase")} className={cn(stepper, "rounded-r-md border-l-0")}>
            <Plus aria-hidden className="size-3.5" />
          </Base.Increment>
        )}
      </Base.Group>
      {unit && <span className="text-sm whitespace-nowrap text-muted">{unit}</span>}
    </Base.Root>
  );
}
