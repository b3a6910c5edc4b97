"use client";
import { useTranslations } from "use-intl";
import type { Band } from "@/lib/tasks/marks/marks";

const colors = { paused: "bg-idle-chip", retrying: "bg-warn-chip", failed: "bg-bad-chip", load: "bg-info-chip" } as const;

/** Names the shades that are in the charts. */
export function BandLegend({ bands }: { bands: readonly Band[] }) {
  const t = useTranslations("charts.bands");
  const kinds = [...new Set(bands.map((band) => band.kind))];
  if (kinds.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {t("label")}
      {kinds.map((kind) => (
        <span key={kind} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={`inline-block size-3 rounded-sm border border-line-strong ${colors[kind]}`} />
          {t(kind)}
        </span>
      ))}
    </p>
  );
}
