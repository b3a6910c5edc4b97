"use client";
import { Flag as FlagIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Flag } from "@/lib/tasks/marks/marks";
import { useFormat } from "../formatting/use-format";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { Tooltip } from "../ui/tooltip";

/** Nearer than this, in CSS pixels, flags become one. */
const apartPx = 26;
/** Of a flag's width. */
const halfPx = 12;
const worst = { info: 0, warn: 1, error: 2 } as const;
const tones = { info: "idle", warn: "warn", error: "bad" } as const;

interface Group {
  readonly x: number;
  readonly flags: readonly Flag[];
}

/** Flags that stand too close become one. */
export function groupFlags(flags: readonly Flag[], fromMs: number, toMs: number, width: number): Group[] {
  const groups: { x: number; flags: Flag[] }[] = [];
  for (const flag of flags) {
    const at = ((flag.atMs - fromMs) / Math.max(1, toMs - fromMs)) * width;
    if (at < 0 || at > width) continue;
    // At the right edge a flag stands inside of it: how near it is to the one before is told from there.
    const x = Math.min(at, width - halfPx);
    const last = groups.at(-1);
    if (last && x - last.x < apartPx) last.flags.push(flag);
    else groups.push({ x, flags: [flag] });
  }
  return groups;
}

/** What happened in the window of a chart, above it; each leads to its line in the events. */
export function ChartFlags({ taskId, flags, fromMs, toMs, left, width }: { taskId: string; flags: readonly Flag[]; fromMs: number; toMs: number; left: number; width: number }) {
  const t = useTranslations("charts");
  const format = useFormat();
  if (width <= 0 || flags.length === 0) return null;
  return (
    <ul aria-label={t("flags")} className="relative h-6">
      {groupFlags(flags, fromMs, toMs, width).map(({ x, flags: group }) => {
        const first = group[0]!;
        const severity = group.reduce<keyof typeof worst>((most, flag) => (worst[flag.severity] > worst[most] ? flag.severity : most), "info");
        const text =
          group.length === 1 ? `${format.clock(first.atMs)} ${first.message}` : t("flagGroup", { count: group.length, time: format.clock(first.atMs), message: first.message });
        return (
          <li key={first.id} className="absolute top-0" style={{ left: Math.max(0, left + x - halfPx) }}>
            <Tooltip content={text}>
              <Link
                href={`/sync/${taskId}/events?at=${first.id}`}
                aria-label={text}
                className={cn("inline-flex size-6 items-center justify-center rounded-sm hover:bg-hover", toneText[tones[severity]])}
              >
                <FlagIcon aria-hidden className="size-3.5" />
              </Link>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
