"use client";
import { createContext, useContext, type ReactNode } from "react";
import type { Tone } from "../ui/badge";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";

const Layout = createContext<"full" | "compact">("full");

/** How much room the cells below have. */
export const StripLayout = Layout.Provider;
export const useStripLayout = () => useContext(Layout);

interface CellProps {
  label: string;
  /** Explains the label, beside it; where there is room. */
  info?: ReactNode;
  value: ReactNode;
  tone?: Tone | undefined;
  aside?: ReactNode;
  lines: readonly ReactNode[];
  className?: string;
}

/** One of the five answers: a label, a large value, and one or two lines that qualify it. */
export function StripCell(props: CellProps) {
  return useStripLayout() === "compact" ? <CompactCell {...props} /> : <FullCell {...props} />;
}

function Mark({ tone }: { tone: Tone | undefined }) {
  return tone === "bad" || tone === "warn" ? <span aria-hidden className={cn("absolute inset-y-0 left-0 w-0.5", tone === "bad" ? "bg-bad" : "bg-warn")} /> : null;
}

function FullCell({ label, info, value, tone, aside, lines, className }: CellProps) {
  return (
    <div className={cn("relative min-w-0 px-4 py-2.5 max-md:grid max-md:grid-cols-[5.5rem_minmax(0,1fr)] max-md:gap-x-3 max-md:py-2", className)}>
      <Mark tone={tone} />
      <dt className="text-xs text-muted max-md:pt-0.5">
        <span className="inline-flex items-center gap-1">
          {label}
          {info}
        </span>
      </dt>
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

/** The label and, below it, the value with what qualifies it first. Two lines high whatever they say. */
function CompactCell({ label, value, tone, aside, lines, className }: CellProps) {
  const [line] = lines.filter(Boolean);
  return (
    <div className={cn("relative min-w-0 px-3 py-1.5", className)}>
      <Mark tone={tone} />
      <dt className="text-xs leading-4 text-muted">{label}</dt>
      <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-2">
        <span className={cn("nums min-w-0 text-sm leading-5 font-semibold wrap-anywhere", tone ? toneText[tone] : "text-ink")}>{value}</span>
        {line && <span className="nums text-xs text-muted max-2xl:hidden">{line}</span>}
        {aside}
      </dd>
    </div>
  );
}
