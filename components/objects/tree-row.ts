/** A row of a tree that is drawn flat, and how the keyboard moves among rows. Pure. */
export interface TreeRow {
  readonly id: string;
  readonly parent: string | null;
  /** From 1. */
  readonly level: number;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly setSize: number;
  /** Absent = has nothing below it. */
  readonly expanded?: boolean;
  /** What type-ahead looks for and a screen reader says. */
  readonly label: string;
}

export type Move = { readonly kind: "focus"; readonly index: number } | { readonly kind: "expand"; readonly index: number; readonly expanded: boolean } | null;

/** What an arrow key, Home, End or Page key does at the row `index`; null = not a key of movement, or nowhere to go. */
export function moveFor(key: string, rows: readonly TreeRow[], index: number, page: number): Move {
  const row = rows[index];
  if (row === undefined) return null;
  const to = (next: number): Move => {
    const bound = Math.max(0, Math.min(rows.length - 1, next));
    return bound === index ? null : { kind: "focus", index: bound };
  };
  switch (key) {
    case "ArrowDown":
      return to(index + 1);
    case "ArrowUp":
      return to(index - 1);
    case "Home":
      return to(0);
    case "End":
      return to(rows.length - 1);
    case "PageDown":
      return to(index + page);
    case "PageUp":
      return to(index - page);
    case "ArrowRight":
      if (row.expanded === false) return { kind: "expand", index, expanded: true };
      return row.expanded === true && rows[index + 1]?.parent === row.id ? to(index + 1) : null;
    case "ArrowLeft": {
      if (row.expanded === true) return { kind: "expand", index, expanded: false };
      if (row.parent === null) return null;
      for (let at = index - 1; at >= 0; at--) if (rows[at]?.id === row.parent) return to(at);
      return null;
    }
    default:
      return null;
  }
}

/** The next row whose name begins with `typed`, going round; one letter typed again goes on to the next. */
export function typeAhead(rows: readonly TreeRow[], index: number, typed: string): number | null {
  const text = typed.toLowerCase();
  const same = [...text].every((letter) => letter === text[0]);
  const wanted = same ? text.slice(0, 1) : text;
  for (let step = same ? 1 : 0; step <= rows.length; step++) {
    const at = (index + step) % rows.length;
    if (rows[at]?.label.toLowerCase().startsWith(wanted)) return at;
  }
  return null;
}

/** Rows beside each other from `from` to `to`: those with the same parent as `from`, as a range never takes a parent along. */
export function siblingRange<Row extends TreeRow>(rows: readonly Row[], from: number, to: number): Row[] {
  const parent = rows[from]?.parent;
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1).filter((row) => row.parent === parent);
}
