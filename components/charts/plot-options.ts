import type uPlot from "uplot";
import type { Band, BandKind } from "@/lib/tasks/marks/marks";

export interface Series {
  label: string;
  /** One per time; null where nothing was measured: drawn as a gap. */
  values: readonly (number | null)[];
  /** CSS custom property, such as `--series-1`. */
  color: string;
  dash?: number[];
  fill?: boolean;
}

interface PlotInput {
  element: HTMLElement;
  series: readonly Series[];
  zone: string;
  height: number;
  syncKey: string | undefined;
  threshold: number | undefined;
  format: (value: number) => string;
  /** Steps that the labels of the y axis may have, ascending; default: powers of ten. */
  increments: readonly number[] | undefined;
  /** Seconds since 1970. */
  range: () => [number, number];
  onCursor: (index: number | null) => void;
  /** The axis reaches at least this far: a quiet chart has a scale too. */
  floor: number;
  /** Small values get room beside large ones; 0 stays 0. */
  log: boolean;
  bands: () => readonly Band[];
  /** A stretch was drawn with the pointer; seconds since 1970. */
  onZoom: ((from: number, to: number) => void) | undefined;
  /** Where the plot area begins and how wide it is, CSS pixels. */
  onLayout: (left: number, width: number) => void;
}

const bandColors: Record<BandKind, string> = { paused: "--idle-chip", retrying: "--warn-chip", failed: "--bad-chip", load: "--info-chip" };

/** A canvas knows no CSS variables: ask the document what the token is in this theme. */
function tokenColor(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  // Where the system's colours take the place of ours all lines would be one colour, and a stretch would hide what it marks.
  if (token !== "--text-muted") probe.style.setProperty("forced-color-adjust", "none");
  element.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function faint(color: string): string {
  return color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.12)");
}

/** A few steps that a logarithmic axis shows: each at least three times the one before. */
function logSplits(steps: readonly number[], floor: number, max: number): number[] {
  const chosen = [0];
  for (const step of steps) if (step >= floor / 2 && step <= max && step >= (chosen.at(-1) ?? 0) * 3) chosen.push(step);
  return chosen;
}

/** Options of uPlot for our look: y from 0, hairline grid, times in the operator's zone. */
export function plotOptions(Plot: typeof uPlot, input: PlotInput): uPlot.Options {
  const { element, threshold, format } = input;
  const muted = tokenColor(element, "--text-muted");
  const line = tokenColor(element, "--border");
  const warn = tokenColor(element, "--warn");
  const fills = Object.fromEntries(Object.entries(bandColors).map(([kind, token]) => [kind, tokenColor(element, token)])) as Record<BandKind, string>;
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const [from, to] = input.range();
  // Beyond a day the hour alone is ambiguous; below ten minutes the minute is.
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: input.zone,
    ...(to - from > 26 * 3_600
      ? to - from > 4 * 86_400
        ? { month: "2-digit", day: "2-digit" }
        : { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }
      : { hour: "2-digit", minute: "2-digit", ...(to - from < 600 ? { second: "2-digit" } : {}) }),
  });
  const grid = { stroke: line, width: 1 };
  return {
    width: Math.max(50, element.clientWidth),
    height: input.height,
    padding: [8, 12, 0, 0],
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), input.zone),
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: input.onZoom !== undefined, y: false, setScale: false, dist: 8 },
      points: { size: 7 },
      ...(input.syncKey === undefined ? {} : { sync: { key: input.syncKey } }),
    },
    scales: {
      x: { time: true, range: input.range },
      y: {
        ...(input.log ? { distr: 4 as const, asinh: input.floor } : {}),
        range: (_, __, max) => [0, Math.max(max ?? 0, threshold !== undefined && max !== null && max > threshold / 4 ? threshold : 0, input.floor) * 1.1],
      },
    },
    axes: [
      {
        stroke: muted,
        font,
        size: 26,
        gap: 4,
        space: to - from > 26 * 3_600 ? 96 : 72,
        grid: { show: false },
        ticks: { ...grid, size: 4 },
        values: (_, splits) => splits.map((at) => clock.format(at * 1000)),
      },
      {
        stroke: muted,
        font,
        gap: 6,
        space: 36,
        ...(input.increments && !input.log && { incrs: [...input.increments] }),
        ...(input.log && { splits: (_: uPlot, __: number, ___: number, max: number) => logSplits(input.increments ?? [1, 10, 100, 1_000], input.floor, max) }),
        grid,
        ticks: { show: false },
        size: (u, values) => {
          // As wide as its widest label, so that the plot area does not jump between redraws of equal labels.
          u.ctx.font = font;
          const widest = Math.max(0, ...(values ?? []).map((value) => u.ctx.measureText(value ?? "").width));
          return Math.max(52, Math.ceil(widest) + 12);
        },
        values: (_, splits) => splits.map((value) => format(value)),
      },
    ],
    series: [
      {},
      ...input.series.map((each): uPlot.Series => {
        const color = tokenColor(element, each.color);
        return {
          label: each.label,
          stroke: color,
          width: 1.5,
          spanGaps: false,
          points: { show: false },
          ...(each.dash && { dash: each.dash }),
          ...(each.fill && { fill: faint(color) }),
        };
      }),
    ],
    hooks: {
      setCursor: [(u) => input.onCursor(u.cursor.idx ?? null)],
      setSelect: [
        (u) => {
          if (u.select.width < 8) return;
          input.onZoom?.(u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x"));
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        },
      ],
      drawClear: [
        (u) => {
          input.onLayout(u.bbox.left / devicePixelRatio, u.bbox.width / devicePixelRatio);
          u.ctx.save();
          for (const band of input.bands()) {
            const left = Math.max(u.bbox.left, u.valToPos(band.fromMs / 1000, "x", true));
            const right = Math.min(u.bbox.left + u.bbox.width, u.valToPos(band.toMs / 1000, "x", true));
            if (right <= left) continue;
            u.ctx.fillStyle = fills[band.kind];
            u.ctx.fillRect(left, u.bbox.top, Math.max(right - left, devicePixelRatio), u.bbox.height);
          }
          u.ctx.restore();
        },
      ],
      draw: [
        (u) => {
          if (threshold === undefined) return;
          const y = u.valToPos(threshold, "y", true);
          if (y < u.bbox.top) return;
          u.ctx.save();
          u.ctx.strokeStyle = warn;
          u.ctx.lineWidth = devicePixelRatio;
          u.ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
          u.ctx.beginPath();
          u.ctx.moveTo(u.bbox.left, y);
          u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
          u.ctx.stroke();
          u.ctx.restore();
        },
      ],
    },
  };
}
