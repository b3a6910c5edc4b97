"use client";
import { CircleAlert } from "lucide-react";
import { useId, useMemo, useState, type ReactNode } from "react";
import { usePhrase } from "../i18n/use-phrase";
import { cn } from "./class-names";
import { FieldContext, GroupContext } from "./field-control";

export interface FieldProps {
  label: ReactNode;
  /** The sentence under the control; says how to repair it. */
  error?: string | undefined;
  description?: ReactNode;
  /** Shown after the label where a field may stay empty. */
  optional?: string;
  name?: string;
  className?: string;
  children: ReactNode;
}

/** Label, control, help and error of one control, tied together for assistive technology. */
export function Field({ label, error, description, optional, name, className, children }: FieldProps) {
  const phrase = usePhrase();
  const base = useId();
  const [claimed, claim] = useState<string | null>(null);
  const id = claimed ?? `${base}-control`;
  const helped = description !== undefined && description !== null && description !== false;
  const invalid = error !== undefined;
  const state = useMemo(
    () => ({ id, name, invalid, claim, describedBy: [helped && `${base}-help`, invalid && `${base}-error`].filter(Boolean).join(" ") || undefined }),
    [id, name, invalid, helped, base],
  );
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
        {optional && <span className="ml-1 font-normal text-muted">{optional}</span>}
      </label>
      <FieldContext value={state}>{children}</FieldContext>
      {helped && (
        <p id={`${base}-help`} className="text-xs text-muted">
          {description}
        </p>
      )}
      {invalid && (
        <div id={`${base}-error`} className="flex items-start gap-1 text-xs text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{phrase(error)}</span>
        </div>
      )}
    </div>
  );
}

/** A group of controls with one name, such as radio buttons. */
export function FieldGroup({ label, description, error, className, children }: Omit<FieldProps, "name" | "optional">) {
  const phrase = usePhrase();
  const id = useId();
  return (
    <fieldset aria-labelledby={id} className={cn("flex min-w-0 flex-col gap-2 border-0", className)}>
      <div>
        <div id={id} className="text-sm font-medium text-ink">
          {label}
        </div>
        {description && <p className="text-xs text-muted">{description}</p>}
      </div>
      <GroupContext value={id}>{children}</GroupContext>
      {error && (
        <p role="alert" className="flex items-start gap-1 text-xs text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {phrase(error)}
        </p>
      )}
    </fieldset>
  );
}

/** Something that cannot be changed here: text, not a disabled input. */
export function ReadOnlyField({
  label,
  children,
  description,
  className,
}: {
  label: ReactNode;
  children: ReactNode;
  description?: ReactNode;
  className?: string;
}) {
  return (
    <dl className={cn("flex min-w-0 flex-col gap-1", className)}>
      <dt className="text-sm font-medium text-ink">{label}</dt>
      <dd className="flex min-h-8 items-center text-base">{children}</dd>
      {description && <dd className="text-xs text-muted">{description}</dd>}
    </dl>
  );
}

/** What a rejected form says first: each fault as a link to its control. Focus it after a failed submit. */
export function ErrorSummary({ title, errors, ref }: { title: string; errors: readonly { id: string; message: string }[]; ref?: React.Ref<HTMLDivElement> }) {
  const phrase = usePhrase();
  if (errors.length === 0) return null;
  return (
    <div ref={ref} role="alert" tabIndex={-1} className="rounded-md border border-bad bg-bad-chip px-3 py-2 text-sm text-bad">
      <p className="font-semibold">{title}</p>
      <ul className="mt-1 list-disc pl-5">
        {errors.map((error) => (
          <li key={error.id}>
            <a
              className="inline-block min-h-6 py-0.5 underline underline-offset-2"
              href={`#${error.id}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(error.id)?.focus();
              }}
            >
              {phrase(error.message)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
