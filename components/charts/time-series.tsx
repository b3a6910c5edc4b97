"use client";
import { Table2, LineChart } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useFormat } from "../formatting/use-format";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { Button } from "../ui/button";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { plotOptions, type Series } from "./plot-options";

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
  /** Charts with the same key share their cursor. */
  syncKey?: string;
  height?: number;
}

/** A live line chart with a text summary, a table of the same numbers and a cursor for the arrow keys. */
export function TimeSeries({ title, summary, atMs, fromMs, toMs, series, format, threshold, increments, syncKey, height = 180 }: TimeSeriesProps) {
  const t = useTranslations();
  const formats = useFormat();
  const { zone } = useTimeZoneChoice();
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [index, setIndex] = useState<number | null>(null);
  const [themeTurn, setThemeTurn] = useState(0);

  const data = useMemo(() => [atMs.map((ms) => ms / 1000), ...series.map((each) => [...each.values])] as uPlot.AlignedData, [atMs, series]);
  const latest = useRef({ data, fromMs, toMs, format });
  latest.current = { data, fromMs, toMs, format };

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
        format: (value) => latest.current.format(value),
        range: () => [latest.current.fromMs / 1000, latest.current.toMs / 1000],
        onCursor: setIndex,
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
  }, [asTable, zone, height, syncKey, shape, threshold?.value, themeTurn]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, fromMs, toMs]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = atMs.length - 1;
    const step = event.shiftKey ? 10 : 1;
    const from = index ?? last;
    const next =
      event.key === "ArrowLeft" ? from - step : event.key === "ArrowRight" ? from + step : event.key === "Home" ? 0 : event.key === "End" ? last : null;
    if (next === null || last < 0) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, next));
    const u = plot.current;
    const at = atMs[to];
    setIndex(to);
    if (u && at !== undefined) u.setCursor({ left: u.valToPos(at / 1000, "x"), top: u.over.clientHeight / 2 });
  };

  const readout = (at: number) =>
    `${formats.clock(atMs[at] ?? 0)} · ${series.map((each) => `${series.length > 1 ? `${each.label} ` : ""}${valueText(each.values[at], format)}`).join(", ")}`;
  const shown = index !== null && index < atMs.length ? readout(index) : null;
  const lastIndex = Math.max(0, atMs.length - 1);

  return (
    <figure aria-labelledby={titleId} className="min-w-0">
      <figcaption className="mb-1 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <span id={titleId} className="text-sm font-semibold">
            {title}
          </span>
          <p className="nums truncate text-xs text-muted">{shown ?? summary}</p>
        </div>
        <Button
          size="sm"
          variant="ghost"
          className="text-muted"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          icon={asTable ? <LineChart aria-hidden /> : <Table2 aria-hidden />}
        >
          {asTable ? t("common.viewChart") : t("common.viewTable")}
        </Button>
      </figcaption>
      {asTable ? (
        <SeriesTable label={title} atMs={atMs} series={series} format={format} />
      ) : (
        <div
          role="slider"
          tabIndex={0}
          aria-label={t("status.charts.cursor", { chart: title })}
          aria-valuemin={0}
          aria-valuemax={lastIndex}
          aria-valuenow={index ?? lastIndex}
          aria-valuetext={shown ?? summary}
          onKeyDown={onKeyDown}
          className="rounded-sm"
        >
          <div ref={box} data-last-value={series[0]?.values.at(-1) ?? ""} style={{ height }} className="w-full overflow-hidden" />
        </div>
      )}
    </figure>
  );
}

function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "—" : format(value);
}

function SeriesTable({ label, atMs, series, format }: Pick<TimeSeriesProps, "atMs" | "series" | "format"> & { label: string }) {
  const t = useTranslations("status.charts");
  const formats = useFormat();
  const newestFirst = atMs.map((_, index) => atMs.length - 1 - index);
  return (
    <div className="max-h-60 overflow-y-auto">
      <Table label={label}>
        <TableHead>
          <TableRow>
            <Th>{t("time")}</Th>
            {series.map((each) => (
              <Th key={each.label} className="text-right">
                {each.label}
              </Th>
            ))}
          </TableRow>
        </TableHead>
        <tbody>
          {newestFirst.map((at) => (
            <TableRow key={atMs[at]}>
              <Td className="h-7 py-0.5">{formats.timestamp(atMs[at] ?? 0)}</Td>
              {series.map((each) => (
                <Td key={each.label} className="h-7 py-0.5 text-right">
                  {valueText(each.values[at], format)}
                </Td>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
