import type { ReactNode } from "react";
import type { Tone } from "../ui/badge";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";

/** One of the five answers: a label, a large value, and one or two lines that qualify it. */
export function StripCell({
  label,
  value,
  tone,
  aside,
  lines,
  className,
}: {
  label: ReactNode;
  value: ReactNode;
  tone?: Tone | undefined;
  aside?: ReactNode;
  lines: readonly ReactNode[];
  className?: string;
}) {
  return (
    <div className={cn("relative min-w-0 px-4 py-2.5 max-md:grid max-md:grid-cols-[5.5rem_minmax(0,1fr)] max-md:gap-x-3 max-md:py-2", className)}>
      {tone && (tone === "bad" || tone === "warn") && (
        <span aria-hidden className={cn("absolute inset-y-0 left-0 w-0.5", tone === "bad" ? "bg-bad" : "bg-warn")} />
      )}
      <dt className="text-xs text-muted max-md:pt-0.5">{label}</dt>
      <dd className="min-w-0">
        <div className="flex min-h-7 items-center justify-between gap-2">
          <span className={cn("nums min-w-0 text-lg leading-6 font-semibold wrap-anywhere", tone ? toneText[tone] : "text-ink")}>{value}</span>
          {aside}
        </div>
        <div className="nums text-xs leading-4.5 text-muted max-md:flex max-md:flex-wrap max-md:gap-x-2">
          {lines.filter(Boolean).map((line, index) => (
            <div key={index} className="break-words">
              {line}
            </div>
          ))}
        </div>
      </dd>
    </div>
  );
}
