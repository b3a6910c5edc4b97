"use client";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { presetMs, timeWindow, type Preset, type TimeWindow } from "@/lib/figures/time-window";

export interface ChartWindow extends TimeWindow {
  /** As the routes take them. */
  readonly range: { readonly from: string; readonly to: string };
  readonly zoomed: boolean;
  choose(preset: Preset): void;
  zoom(fromMs: number, toMs: number): void;
  reset(): void;
}

const parsers = { from: parseAsString.withDefault(""), to: parseAsString.withDefault("") };

/** The window of a page's charts, kept in the URL as `?from=now-6h&to=now`. A task of minutes is a speck in the long window: it begins with 15 minutes. */
export function useTimeWindow(firstStartedAtMs: number | null): ChartWindow {
  // Not changed under the eyes of who looks.
  const [usual] = useState<Preset>(() => (Date.now() - (firstStartedAtMs ?? 0) < presetMs("15m") ? "15m" : "1h"));
  const [openedAtMs] = useState(() => Date.now());
  const [url, setUrl] = useQueryStates(parsers, { history: "push", scroll: false });
  const window = timeWindow(url.from, url.to, openedAtMs, usual);
  const understood = window.preset === null;
  const range = understood ? { from: url.from, to: url.to === "" ? "now" : url.to } : { from: `now-${window.preset}`, to: "now" };
  return {
    ...window,
    range,
    zoomed: window.preset === null,
    choose: (preset) => void setUrl(preset === usual ? { from: null, to: null } : { from: `now-${preset}`, to: "now" }),
    zoom: (fromMs, toMs) => void setUrl({ from: String(Math.round(fromMs)), to: String(Math.round(toMs)) }),
    reset: () => void setUrl({ from: null, to: null }),
  };
}
