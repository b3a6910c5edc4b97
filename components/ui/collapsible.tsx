import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";

/** A part that can be opened: the browser's own disclosure, so it works before scripts do and with find-in-page. */
export function Collapsible({ summary, children, open, className }: { summary: ReactNode; children: ReactNode; open?: boolean; className?: string }) {
  return (
    <details open={open} className={cn("group", className)}>
      <summary className="flex min-h-6 list-none items-center gap-1 rounded-sm text-sm text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2 pl-5">{children}</div>
    </details>
  );
}
