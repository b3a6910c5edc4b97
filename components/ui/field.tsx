"use client";
import { Field as Base } from "@base-ui/react/field";
import { Fieldset } from "@base-ui/react/fieldset";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { usePhrase } from "../i18n/use-phrase";
import { cn } from "./class-names";

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
  return (
    <Base.Root name={name} invalid={error !== undefined} className={cn("flex min-w-0 flex-col gap-1", className)}>
      <Base.Label className="text-sm font-medium text-ink">
        {label}
        {optional && <span className="ml-1 font-normal text-muted">{optional}</span>}
      </Base.Label>
      {children}
      {description && <Base.Description className="text-xs text-muted">{description}</Base.Description>}
      <Base.Error match={error !== undefined} className="flex items-start gap-1 text-xs text-bad">
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span>{error === undefined ? null : phrase(error)}</span>
      </Base.Error>
    </Base.Root>
  );
}

/** A group of controls with one name, such as radio buttons. */
export function FieldGroup({ label, description, error, className, children }: Omit<FieldProps, "name" | "optional">) {
  const phrase = usePhrase();
  return (
    <Fieldset.Root className={cn("flex min-w-0 flex-col gap-2 border-0", className)}>
      <div>
        <Fieldset.Legend className="text-sm font-medium text-ink">{label}</Fieldset.Legend>
        {description && <p className="text-xs text-muted">{description}</p>}
      </div>
      {children}
      {error && (
        <p role="alert" className="flex items-start gap-1 text-xs text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {phrase(error)}
        </p>
      )}
    </Fieldset.Root>
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
