/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus, react/incompatible-library -- the row in the tab order takes every key for the whole grid (APG treegrid); the virtualizer measures on its own */
"use client";
import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { Check, ChevronRight, Minus } from "lucide-react";
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { cn } from "../ui/class-names";
import { PointMenu, type MenuPoint } from "../ui/menu";
import type { Checked } from "./marks";
import { moveFor, siblingRange, typeAhead, type TreeRow } from "./tree-row";

const rowHeight = 34;
const typeAheadMs = 700;

export interface TreeColumn {
  readonly label: string;
  readonly className: string;
}

export interface TreeGridHandle {
  /** Brings the keyboard into the tree. */
  focus(): void;
  focusedId(): string | null;
}

interface TreeGridProps<Row extends TreeRow> {
  label: string;
  /** Elements that say how it is used. */
  describedBy?: string;
  rows: readonly Row[];
  /** The first column is the name. */
  columns: readonly [TreeColumn, ...TreeColumn[]];
  /** What stands in the columns, first the name. */
  cells: (row: Row) => readonly ReactNode[];
  /** Undefined = this row cannot be ticked. */
  checkedOf: (row: Row) => Checked | undefined;
  /** Sentence instead of a checkbox, for rows that cannot be ticked. */
  lead?: (row: Row) => ReactNode;
  onCheck: (rows: readonly Row[], on: boolean) => void;
  onExpand: (rows: readonly Row[], expanded: boolean) => void;
  onEnter: (row: Row) => void;
  onEdit?: (row: Row) => void;
  onRemove?: (row: Row) => void;
  onFocusChange?: (row: Row) => void;
  onDoubleClick?: (row: Row) => void;
  /** Entries of the row's menu; null = it has none. */
  menu?: (row: Row) => ReactNode;
  ref?: React.Ref<TreeGridHandle>;
  className?: string;
}

/**
 * A tree with columns (ARIA `treegrid`), drawn only where it is seen. One row takes part in the tab order; arrows, Home, End, Page keys and letters move,
 * `*` opens the siblings, Space ticks, Shift with arrows ticks a range, Ctrl+A ticks the siblings, Enter, F2 and Delete are the caller's.
 * The right mouse button, Shift+F10 and the menu key open the row's menu.
 */
export function TreeGrid<Row extends TreeRow>({
  label,
  describedBy,
  rows,
  columns,
  cells,
  checkedOf,
  lead,
  onCheck,
  onExpand,
  onEnter,
  onEdit,
  onRemove,
  onFocusChange,
  onDoubleClick,
  menu,
  ref,
  className,
}: TreeGridProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const lastIndex = useRef(0);
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  // A row that went away leaves the keyboard where it was.
  const focused = Math.min(rows.length - 1, focusedId === null ? 0 : (indexOf.get(focusedId) ?? lastIndex.current));
  const [opened, setOpened] = useState<{ readonly id: string; readonly at: MenuPoint } | null>(null);
  const wantsFocus = useRef(false);
  const inside = useRef(false);
  const anchor = useRef<string | null>(null);
  const typed = useRef({ text: "", at: 0 });

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: (index) => rows[index]?.id ?? index,
    // The row in the tab order is always there, however far it is scrolled away.
    rangeExtractor: useCallback(
      (range: Range) => {
        const shown = defaultRangeExtractor(range);
        return focused < 0 || shown.includes(focused) ? shown : [...shown, focused].sort((one, other) => one - other);
      },
      [focused],
    ),
  });

  const inTabOrder = () => scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]') ?? null;
  useLayoutEffect(() => {
    if (focused >= 0) lastIndex.current = focused;
  });
  useEffect(() => {
    // The row with the focus was removed: the keyboard stays in the tree.
    const lost = inside.current && document.activeElement === document.body;
    if (!wantsFocus.current && !lost) return;
    const element = inTabOrder();
    if (!element) return;
    wantsFocus.current = false;
    element.focus({ preventScroll: true });
  });

  const focusRow = (index: number) => {
    const row = rows[index];
    if (!row) return;
    wantsFocus.current = true;
    setFocusedId(row.id);
    virtualizer.scrollToIndex(index, { align: "auto" });
    onFocusChange?.(row);
  };
  useImperativeHandle(ref, () => ({ focus: () => focusRow(Math.max(0, focused)), focusedId: () => rows[focused]?.id ?? null }));

  const openMenu = (row: Row, at: MenuPoint) => {
    if (!menu || menu(row) === null) return;
    setFocusedId(row.id);
    setOpened({ id: row.id, at });
  };
  const openedRow = opened === null ? undefined : rows[indexOf.get(opened.id) ?? -1];

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).closest("button")) return;
    const row = rows[focused];
    if (!row || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    const done = () => event.preventDefault();
    // What follows a tick or a move is another word.
    if (event.key === " " || (event.key.length > 1 && event.key !== "Shift")) typed.current.text = "";
    if (command && event.key.toLowerCase() === "a") {
      onCheck(
        rows.filter((each) => each.parent === row.parent && checkedOf(each) !== undefined),
        true,
      );
      return done();
    }
    if (command) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const move = moveFor(event.key, rows, focused, page);
    if (move?.kind === "expand") {
      onExpand([row], move.expanded);
      return done();
    }
    if (move?.kind === "focus") {
      if (event.shiftKey) {
        anchor.current ??= row.id;
        const from = indexOf.get(anchor.current) ?? focused;
        const before = new Set(siblingRange(rows, from, focused));
        const after = siblingRange(rows, from, move.index);
        const kept = new Set(after);
        onCheck(
          [...before].filter((each) => !kept.has(each)),
          false,
        );
        onCheck(
          after.filter((each) => checkedOf(each) !== undefined),
          true,
        );
      } else anchor.current = null;
      focusRow(move.index);
      return done();
    }
    if (event.key === " ") {
      const checked = checkedOf(row);
      if (checked !== undefined) onCheck([row], checked !== true);
      return done();
    }
    if (event.key === "Enter") {
      onEnter(row);
      return done();
    }
    if (event.key === "F2" && onEdit) {
      onEdit(row);
      return done();
    }
    if (event.key === "Delete" && onRemove) {
      onRemove(row);
      return done();
    }
    if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && menu) {
      const box = inTabOrder()?.getBoundingClientRect();
      if (box) openMenu(row, { x: box.left + 24, y: box.bottom });
      return done();
    }
    if (event.key === "*") {
      onExpand(
        rows.filter((each) => each.parent === row.parent && each.expanded === false),
        true,
      );
      return done();
    }
    if (event.key.length === 1) {
      typed.current = { text: event.timeStamp - typed.current.at < typeAheadMs ? typed.current.text + event.key : event.key, at: event.timeStamp };
      const found = typeAhead(rows, focused, typed.current.text);
      if (found !== null) focusRow(found);
      return done();
    }
    if (move === null && /^(Arrow|Home|End|Page)/.test(event.key)) done();
  };

  const [nameColumn, ...others] = columns;
  const items = virtualizer.getVirtualItems();
  return (
    <div
      role="treegrid"
      aria-label={label}
      aria-describedby={describedBy}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      className={cn("@container flex min-h-0 flex-col", className)}
      onKeyDown={onKeyDown}
      onFocus={() => {
        inside.current = true;
      }}
      onBlur={() => {
        inside.current = false;
      }}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="flex h-7 items-center border-b border-line bg-surface pr-3 text-xs font-medium text-muted">
          <span role="columnheader" className="min-w-0 flex-1 pl-9">
            {nameColumn.label}
          </span>
          {others.map((column) => (
            <span role="columnheader" key={column.label} className={column.className}>
              {column.label}
            </span>
          ))}
        </div>
      </div>
      <div ref={scroller} role="presentation" className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
        <div role="rowgroup" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const checked = checkedOf(row);
            const [name, ...rest] = cells(row);
            return (
              <div
                key={row.id}
                role="row"
                aria-level={row.level}
                aria-posinset={row.position}
                aria-setsize={row.setSize}
                aria-rowindex={index + 2}
                aria-expanded={row.expanded}
                aria-selected={checked === undefined ? undefined : checked === true}
                tabIndex={index === focused ? 0 : -1}
                data-row={row.id}
                onFocus={() => {
                  if (focusedId !== row.id) setFocusedId(row.id);
                  onFocusChange?.(row);
                }}
                onClick={(event) => {
                  if ((event.target as HTMLElement).closest("[data-part]")) return;
                  if (event.shiftKey && anchor.current !== null) onCheck(siblingRange(rows, indexOf.get(anchor.current) ?? index, index), true);
                  else if (row.expanded === undefined && checked !== undefined) onCheck([row], !checked);
                  if (!event.shiftKey) anchor.current = row.id;
                }}
                onContextMenu={(event) => {
                  if (!menu) return;
                  event.preventDefault();
                  // The menu key may send this event, too, when its own key has opened the menu already.
                  if (opened?.id !== row.id) openMenu(row, { x: event.clientX, y: event.clientY });
                }}
                onDoubleClick={(event) => {
                  if (!(event.target as HTMLElement).closest("[data-part]")) onDoubleClick?.(row);
                }}
                className={cn(
                  "absolute inset-x-0 top-0 flex cursor-default items-center border-b border-line pr-3 text-sm outline-offset-[-2px] select-none hover:bg-hover",
                  checked === true && "bg-selected hover:bg-selected",
                )}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                <div
                  role="gridcell"
                  className="flex h-full min-w-0 flex-1 items-center gap-1 overflow-hidden"
                  style={{ paddingLeft: 4 + (row.level - 1) * 20 }}
                >
                  {row.expanded === undefined ? (
                    <span className="size-6 shrink-0" />
                  ) : (
                    <span
                      data-part
                      aria-hidden
                      className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-ink"
                      onClick={() => onExpand([row], !row.expanded)}
                    >
                      <ChevronRight className={cn("size-4 transition-transform", row.expanded && "rotate-90")} />
                    </span>
                  )}
                  {checked === undefined ? (
                    (lead?.(row) ?? null)
                  ) : (
                    <span
                      role="checkbox"
                      aria-checked={checked}
                      aria-label={row.label}
                      data-part
                      className="flex size-6 shrink-0 cursor-pointer items-center justify-center"
                      onClick={() => onCheck([row], checked !== true)}
                    >
                      <span
                        className={cn(
                          "flex size-4 items-center justify-center rounded-sm border",
                          checked === false ? "border-input-line bg-input" : "border-primary bg-primary text-on-primary",
                        )}
                      >
                        {checked === true && <Check aria-hidden className="size-3" strokeWidth={3} />}
                        {checked === "mixed" && <Minus aria-hidden className="size-3" strokeWidth={3} />}
                      </span>
                    </span>
                  )}
                  {name}
                </div>
                {others.map((column, at) => (
                  <div role="gridcell" key={column.label} className={column.className}>
                    {rest[at]}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {menu && opened && openedRow && (
        <PointMenu at={opened.at} label={openedRow.label} returnTo={inTabOrder} onClose={() => setOpened(null)}>
          {menu(openedRow)}
        </PointMenu>
      )}
    </div>
  );
}
