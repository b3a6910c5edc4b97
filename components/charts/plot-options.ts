import type uPlot from "uplot";

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
}

/** A canvas knows no CSS variables: ask the document what the token is in this theme. */
function tokenColor(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function faint(color: string): string {
  return color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.12)");
}

/** Options of uPlot for our look: y from 0, hairline grid, times in the operator's zone. */
export function plotOptions(Plot: typeof uPlot, input: PlotInput): uPlot.Options {
  const { element, threshold, format } = input;
  const muted = tokenColor(element, "--text-muted");
  const line = tokenColor(element, "--border");
  const warn = tokenColor(element, "--warn");
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: input.zone, hour: "2-digit", minute: "2-digit" });
  const grid = { stroke: line, width: 1 };
  return {
    width: Math.max(50, element.clientWidth),
    height: input.height,
    padding: [8, 12, 0, 0],
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), input.zone),
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7 },
      ...(input.syncKey === undefined ? {} : { sync: { key: input.syncKey } }),
    },
    scales: {
      x: { time: true, range: input.range },
      y: { range: (_, __, max) => [0, Math.max(max ?? 0, threshold !== undefined && max !== null && max > threshold / 4 ? threshold : 0, 1) * 1.1] },
    },
    axes: [
      {
        stroke: muted,
        font,
        size: 26,
        gap: 4,
        space: 72,
        grid: { show: false },
        ticks: { ...grid, size: 4 },
        values: (_, splits) => splits.map((at) => clock.format(at * 1000)),
      },
      {
        stroke: muted,
        font,
        gap: 6,
        space: 36,
        ...(input.increments && { incrs: [...input.increments] }),
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
