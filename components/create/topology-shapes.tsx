"use client";
import { useTranslations } from "use-intl";

const shapes = {
  oneToOne: {
    nodes: [
      [14, 16],
      [58, 16],
    ],
    edges: [[0, 1]],
  },
  oneToMany: {
    nodes: [
      [14, 16],
      [58, 7],
      [58, 25],
    ],
    edges: [
      [0, 1],
      [0, 2],
    ],
  },
  cascade: {
    nodes: [
      [8, 16],
      [36, 16],
      [64, 16],
    ],
    edges: [
      [0, 1],
      [1, 2],
    ],
  },
  manyToOne: {
    nodes: [
      [14, 7],
      [14, 25],
      [58, 16],
    ],
    edges: [
      [0, 2],
      [1, 2],
    ],
  },
} as const;

/** The four one-way shapes: each edge is one instance. */
export function TopologyShapes() {
  const t = useTranslations("create.shape");
  return (
    <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {(Object.keys(shapes) as (keyof typeof shapes)[]).map((name) => {
        const { nodes, edges } = shapes[name];
        return (
          <li key={name} className="rounded-md bg-surface px-2 pt-2 pb-1.5 text-center text-xs text-muted">
            <svg viewBox="0 0 72 32" aria-hidden className="mx-auto mb-1 h-8">
              {edges.map(([from, to]) => {
                const [x1, y1] = nodes[from] ?? [0, 0];
                const [x2, y2] = nodes[to] ?? [0, 0];
                return (
                  <path
                    key={`${from}-${to}`}
                    d={`M${x1 + 5} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2 - 6} ${y2}`}
                    fill="none"
                    stroke="var(--series-1)"
                    strokeWidth="1.5"
                  />
                );
              })}
              {nodes.map(([x, y]) => (
                <rect key={`${x}-${y}`} x={x - 5} y={y - 5} width="10" height="10" rx="2.5" fill="var(--bg)" stroke="var(--text-muted)" strokeWidth="1.5" />
              ))}
            </svg>
            {t(name)}
          </li>
        );
      })}
    </ul>
  );
}
