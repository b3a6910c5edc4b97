"use client";
import { CircleHelp, LineChart, Table2 } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Band } from "@/lib/tasks/marks/marks";
import { useFormat } from "../formatting/use-format";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { Button } from "../ui/button";
import { cn } from "../ui/class-names";
import { Popover } from "../ui/popover";
import { plotOptions, type Series } from "./plot-options";
import { SeriesTable, valueText } from "./series-table";

export interface TimeSeriesProps {
  title: string;
  /** One sentence that says what the picture shows. */
  summary: string;
  atMs: readonly number[];
  fromMs: number;
  toMs: number;
  series: readonly Series[];
  format: (value: number) => string;
  /** Drawn as a dashed line. */
  threshold?: { value: number; label: string };
  /** Steps of the y axis where powers of ten would read badly. */
  increments?: readonly number[];
  /** The axis reaches at least this far. Default 1. */
  floor?: number;
  /** Charts with the same key share their cursor. */
  syncKey?: string;
  height?: number;
  /** What this figure means, behind a button. */
  explain?: ReactNode;
  /** Offers a logarithmic axis. */
  logToggle?: boolean;
  bands?: readonly Band[];
  /** Drag, or Shift with the arrow keys and Enter. */
  onZoom?: (fromMs: number, toMs: number) => void;
  /** Shown above the plot area, which begins at `left` and is `width` wide. */
  flags?: (left: number, width: number) => ReactNode;
}

const noBands: readonly Band[] = [];

/** A live line chart with a text summary, a table of the same numbers, a cursor for the arrow keys and a zoom for pointer and keys. */
export function TimeSeries(props: TimeSeriesProps) {
  const { title, summary, atMs, fromMs, toMs, series, format, threshold, increments, floor = 1, syncKey, height = 180, explain, logToggle = false, bands = noBands, onZoom, flags } = props;
  const t = useTranslations();
  const formats = useFormat();
  const { zone } = useTimeZoneChoice();
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [log, setLog] = useState(false);
  const [index, setIndex] = useState<number | null>(null);
  /** Index at which a stretch chosen by keys began. */
  const [anchor, setAnchor] = useState<number | null>(null);
  const [layout, setLayout] = useState({ left: 0, width: 0 });
  const [themeTurn, setThemeTurn] = useState(0);

  const data = useMemo(() => [atMs.map((ms) => ms / 1000), ...series.map((each) => [...each.values])] as uPlot.AlignedData, [atMs, series]);
  const latest = useRef({ data, fromMs, toMs, format, bands, onZoom });
  latest.current = { data, fromMs, toMs, format, bands, onZoom };

  useEffect(() => {
    const turn = () => setThemeTurn((count) => count + 1);
    const media = window.matchMedia("(prefers-color-scheme: dark)");
    window.addEventListener("tributary:theme", turn);
    media.addEventListener("change", turn);
    return () => {
      window.removeEventListener("tributary:theme", turn);
      media.removeEventListener("change", turn);
    };
  }, []);

  const shape = series.map((each) => `${each.label}:${each.color}`).join("|");
  // The labels of the time axis have the form that fits the length of the window.
  const length = Math.round((toMs - fromMs) / 60_000);
  useEffect(() => {
    const element = box.current;
    if (!element || asTable) return;
    let gone = false;
    let observer: ResizeObserver | undefined;
    void import("uplot").then(({ default: Plot }) => {
      if (gone) return;
      const options = plotOptions(Plot, {
        element,
        series,
        zone,
        height,
        syncKey,
        threshold: threshold?.value,
        increments,
        floor,
        log,
        format: (value) => latest.current.format(value),
        range: () => [latest.current.fromMs / 1000, latest.current.toMs / 1000],
        onCursor: setIndex,
        bands: () => latest.current.bands,
        onZoom: onZoom ? (from, to) => latest.current.onZoom?.(from * 1000, to * 1000) : undefined,
        onLayout: (left, width) => setLayout((known) => (Math.abs(known.left - left) < 1 && Math.abs(known.width - width) < 1 ? known : { left, width })),
      });
      plot.current = new Plot(options, latest.current.data, element);
      observer = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }));
      observer.observe(element);
    });
    return () => {
      gone = true;
      observer?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
    // The plot is rebuilt for looks; data flows through setData below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asTable, zone, height, syncKey, shape, threshold?.value, themeTurn, log, length, onZoom === undefined]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, fromMs, toMs, bands]);

  const last = atMs.length - 1;
  const choose = (from: number | null, to: number) => {
    const u = plot.current;
    if (!u) return;
    const x = (at: number) => u.valToPos((atMs[at] ?? 0) / 1000, "x");
    u.setCursor({ left: x(to), top: u.over.clientHeight / 2 });
    const [a, b] = from === null ? [0, 0] : [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    u.setSelect({ left: a, width: b - a, top: 0, height: b > a ? u.over.clientHeight : 0 }, false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (anchor !== null && (event.key === "Enter" || event.key === "Escape")) {
      event.preventDefault();
      const [from, to] = [atMs[Math.min(anchor, index ?? anchor)], atMs[Math.max(anchor, index ?? anchor)]];
      setAnchor(null);
      choose(null, index ?? last);
      if (event.key === "Enter" && from !== undefined && to !== undefined && to > from) onZoom?.(from, to);
      return;
    }
    const now = index ?? last;
    const steps: Record<string, number> = { ArrowLeft: now - 1, ArrowRight: now + 1, PageUp: now - 10, PageDown: now + 10, Home: 0, End: last };
    const next = steps[event.key];
    if (next === undefined || last < 0) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, next));
    const from = event.shiftKey && onZoom ? (anchor ?? now) : null;
    setAnchor(from);
    setIndex(to);
    choose(from, to);
  };

  const readout = (at: number) =>
    `${formats.clock(atMs[at] ?? 0)} · ${series.map((each) => `${series.length > 1 ? `${each.label} ` : ""}${valueText(each.values[at], format)}`).join(", ")}`;
  const chosen =
    anchor !== null && index !== null
      ? t("charts.chosen", { from: formats.clock(atMs[Math.min(anchor, index)] ?? 0), to: formats.clock(atMs[Math.max(anchor, index)] ?? 0) })
      : null;
  const shown = chosen ?? (index !== null && index < atMs.length ? readout(index) : null);

  return (
    <figure aria-labelledby={titleId} className="min-w-0">
      <figcaption className="mb-1 flex items-start justify-between gap-2">
        <div className="min-w-0">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <span id={titleId} className="text-sm font-semibold">
              {title}
            </span>
            {series.length > 1 && <Legend series={series} />}
          </span>
          <p className="nums min-h-4.5 text-xs text-muted">{shown ?? summary}</p>
        </div>
        <span className="flex shrink-0 items-center">
          {logToggle && !asTable && (
            <Button size="sm" variant="ghost" className="px-1.5 text-muted" aria-pressed={log} aria-label={t("charts.log", { chart: title })} onClick={() => setLog(!log)}>
              <span className={cn(log && "font-semibold text-ink underline underline-offset-4")}>{t("charts.logShort")}</span>
            </Button>
          )}
          {explain && (
            <Popover
              align="end"
              title={title}
              className="max-w-80"
              trigger={<Button size="icon-sm" variant="ghost" className="text-muted" aria-label={t("charts.explain", { chart: title })} icon={<CircleHelp aria-hidden />} />}
            >
              <p className="text-muted">{explain}</p>
            </Popover>
          )}
          <Button
            size="icon-sm"
            variant="ghost"
            className="text-muted"
            aria-label={`${title}: ${asTable ? t("common.viewChart") : t("common.viewTable")}`}
            title={asTable ? t("common.viewChart") : t("common.viewTable")}
            onClick={() => setAsTable(!asTable)}
            icon={asTable ? <LineChart aria-hidden /> : <Table2 aria-hidden />}
          />
        </span>
      </figcaption>
      {asTable ? (
        <SeriesTable label={title} atMs={atMs} series={series} format={format} />
      ) : (
        <>
          {flags?.(layout.left, layout.width)}
          <div
            role="slider"
            tabIndex={0}
            aria-label={t(onZoom ? "charts.cursorZoom" : "status.charts.cursor", { chart: title })}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, last)}
            aria-valuenow={Math.max(0, Math.min(index ?? last, last))}
            aria-valuetext={shown ?? summary}
            onKeyDown={onKeyDown}
            className="rounded-sm"
          >
            <div ref={box} data-last-value={series[0]?.values.at(-1) ?? ""} style={{ height }} className="w-full overflow-hidden" />
          </div>
        </>
      )}
    </figure>
  );
}

/** Which line is which: colour and dash. */
function Legend({ series }: { series: readonly Series[] }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 text-xs text-muted">
      {series.map((each) => (
        <span key={each.label} className="inline-flex items-center gap-1">
          <svg aria-hidden width="16" height="8" viewBox="0 0 16 8">
            <line x1="0" x2="16" y1="4" y2="4" stroke={`var(${each.color})`} strokeWidth="2" strokeDasharray={each.dash?.join(" ")} />
          </svg>
          {each.label}
        </span>
      ))}
    </span>
  );
}
