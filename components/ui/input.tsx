"use client";
import { Eye, EyeOff, Search, X } from "lucide-react";
import { useState, type ComponentProps } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./class-names";
import { useFieldControl } from "./field-control";

export const controlClass =
  "h-8 w-full rounded-md border border-input-line bg-input px-2.5 text-base text-ink outline-offset-0 transition-colors " +
  "focus-visible:outline-2 focus-visible:outline-focus data-disabled:cursor-not-allowed data-disabled:bg-surface data-disabled:text-muted " +
  "data-invalid:border-bad aria-invalid:border-bad [input&]:read-only:bg-surface";

interface Texts {
  onValueChange?: (value: string) => void;
}
type InputProps = ComponentProps<"input"> & Texts;

/** The input itself, tied to the `Field` around it. */
function Base({ onValueChange, onChange, id, name, ...rest }: InputProps) {
  const control = useFieldControl({ id, name, "aria-describedby": rest["aria-describedby"], "aria-invalid": rest["aria-invalid"] });
  return (
    <input
      {...rest}
      {...control}
      data-disabled={rest.disabled ? "" : undefined}
      onChange={(event) => {
        onChange?.(event);
        onValueChange?.(event.target.value);
      }}
    />
  );
}

/** A line of text. Put it into a `Field` for its label and error. */
export function Input({ className, ...rest }: InputProps) {
  // The parts of a date are no elements of the page: while one of them has the focus, the field shows it.
  return <Base className={cn(controlClass, "focus-within:outline-2 focus-within:outline-focus", className)} {...rest} />;
}

/** Several lines of text. */
export function Textarea({ className, rows = 3, onValueChange, onChange, id, name, ...rest }: ComponentProps<"textarea"> & Texts) {
  const control = useFieldControl({ id, name, "aria-describedby": rest["aria-describedby"], "aria-invalid": rest["aria-invalid"] });
  return (
    <textarea
      rows={rows}
      {...rest}
      {...control}
      data-disabled={rest.disabled ? "" : undefined}
      className={cn(controlClass, "h-auto py-1.5 leading-5", className)}
      onChange={(event) => {
        onChange?.(event);
        onValueChange?.(event.target.value);
      }}
    />
  );
}

/** A password that can be shown; pasting and password managers work. */
export function PasswordInput({ className, ...rest }: InputProps) {
  const t = useTranslations("common");
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Base type={shown ? "text" : "password"} spellCheck={false} autoCapitalize="none" className={cn(controlClass, "pr-9", className)} {...rest} />
      <button
        type="button"
        aria-label={shown ? t("hidePassword") : t("showPassword")}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0.5 my-auto flex size-7 items-center justify-center rounded-sm text-muted hover:text-ink"
      >
        {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </button>
    </span>
  );
}

/** A search box with its own name and a button that clears it. */
export function SearchInput({
  className,
  label,
  value,
  onValueChange,
  ...rest
}: Omit<InputProps, "value" | "onValueChange"> & { label: string; value: string; onValueChange: (value: string) => void }) {
  const t = useTranslations("common");
  return (
    <span className={cn("relative block", className)}>
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted" />
      <Base
        type="text"
        role="searchbox"
        aria-label={label}
        value={value}
        onValueChange={onValueChange}
        className={cn(controlClass, "px-8")}
        {...rest}
      />
      {value !== "" && (
        <button
          type="button"
          aria-label={t("clear")}
          onClick={() => onValueChange("")}
          className="absolute inset-y-0 right-0.5 my-auto flex size-7 items-center justify-center rounded-sm text-muted hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </span>
  );
}
