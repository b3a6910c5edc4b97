import type { ReactNode } from "react";
import { cn } from "./class-names";

export type Tone = "ok" | "info" | "warn" | "bad" | "idle" | "accepted";

export const toneText: Record<Tone, string> = {
  ok: "text-ok",
  info: "text-info",
  warn: "text-warn",
  bad: "text-bad",
  idle: "text-idle",
  accepted: "text-accepted",
};
export const toneChip: Record<Tone, string> = {
  ok: "bg-ok-chip text-ok",
  info: "bg-info-chip text-info",
  warn: "bg-warn-chip text-warn",
  bad: "bg-bad-chip text-bad",
  idle: "bg-idle-chip text-idle",
  accepted: "bg-accepted-chip text-accepted",
};

/** A chip: icon and word, never colour alone. */
export function Badge({ tone = "idle", icon, children, className }: { tone?: Tone; icon?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        "chip inline-flex h-6 max-w-full items-center gap-1 rounded-md px-2 text-xs font-medium whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0",
        toneChip[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
