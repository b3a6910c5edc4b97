"use client";
import { useTranslations } from "use-intl";
import type { LabelledValue } from "@/lib/precheck/check";
import { cn } from "../ui/class-names";

/** What is, beside what must be; the part that differs is marked. */
export function ObservedRequired({ observed, required, bad }: { observed: readonly LabelledValue[]; required: readonly LabelledValue[]; bad: boolean }) {
  const t = useTranslations("precheck.item");
  if (observed.length === 0 && required.length === 0) return null;
  const wanted = new Map(required.map((entry) => [entry.label.text, entry.value.text]));
  const column = (title: string, values: readonly LabelledValue[], marked: boolean) => (
    <div className="min-w-0 p-3">
      <dt className="mb-1 text-xs font-medium text-muted">{title}</dt>
      {values.length === 0 && <dd className="text-sm text-muted">—</dd>}
      {values.map((entry) => {
        const differs = marked && bad && wanted.get(entry.label.text) !== entry.value.text;
        return (
          <dd key={`${entry.label.text}-${entry.value.text}`} className="text-sm break-words">
            {entry.label.text !== "" && <span className="code text-muted">{entry.label.text} </span>}
            <span className={cn("code", differs && "rounded-sm bg-bad-chip px-1 font-semibold text-bad")}>{entry.value.text}</span>
          </dd>
        );
      })}
    </div>
  );
  return (
    <dl className={cn("grid rounded-md border border-line max-sm:divide-y sm:divide-x", required.length > 0 && "sm:grid-cols-2")}>
      {column(t("observed"), observed, required.length > 0)}
      {required.length > 0 && column(t("required"), required, false)}
    </dl>
  );
}
