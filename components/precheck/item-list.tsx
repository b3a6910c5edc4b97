"use client";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import type { PrecheckItemView } from "@/lib/precheck/view";
import { toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { itemLooks, itemTitle } from "./item-status";

/** The checks: one tab stop, arrow keys move, the chosen one is shown beside (or over) the list. */
export function ItemList({ items, selected, onSelect }: { items: readonly PrecheckItemView[]; selected: string | null; onSelect: (code: string) => void }) {
  const t = useTranslations("precheck");
  const list = useRef<HTMLDivElement>(null);
  const current = Math.max(
    0,
    items.findIndex((item) => item.code === selected),
  );
  const move = (to: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, to))];
    if (!next) return;
    list.current?.querySelector<HTMLElement>(`[data-code="${next.code}"]`)?.focus();
    if (window.matchMedia("(width >= 64rem)").matches) onSelect(next.code);
  };
  const onKeyDown = (event: React.KeyboardEvent, at: number) => {
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const to = steps[event.key];
    const chosen = event.key === "Enter" || event.key === " " ? items[at] : undefined;
    if (to === undefined && chosen === undefined) return;
    event.preventDefault();
    if (to !== undefined) move(to);
    if (chosen) onSelect(chosen.code);
  };
  return (
    <div
      ref={list}
      role="listbox"
      data-letters="free"
      aria-label={t("list")}
      className="overflow-hidden rounded-lg border border-line bg-bg"
    >
      {items.map((item, index) => {
        const { icon: Icon, tone } = itemLooks[item.status];
        const affected = item.result?.affected.total ?? 0;
        const chosen = item.code === selected;
        return (
          <div
            key={item.id}
            role="option"
            aria-selected={chosen}
            tabIndex={index === current ? 0 : -1}
            data-code={item.code}
            data-status={item.status}
            onClick={() => onSelect(item.code)}
            onKeyDown={(event) => onKeyDown(event, index)}
            className={cn("flex min-h-9 cursor-pointer items-center gap-2 border-b border-line px-3 py-1.5 text-sm outline-offset-[-2px] last:border-b-0 hover:bg-hover", chosen && "bg-selected hover:bg-selected")}
          >
            <Icon aria-hidden className={cn("size-4 shrink-0", toneText[tone], item.status === "running" && "animate-spin")} />
            <span className={cn("min-w-0 flex-1 break-words", item.status === "pending" && "text-muted")} title={itemTitle(item)}>
              {itemTitle(item)}
            </span>
            <span className="sr-only">, {t(`status.${item.status}`)}, </span>
            {affected > 0 && (
              <span className="nums text-xs text-muted">
                {affected}
                <span className="sr-only"> {t("affectedShort")}, </span>
              </span>
            )}
            <span className="text-xs text-muted">{item.status === "ignored" && item.ignored ? t("ignoredBy", { who: item.ignored.by }) : t(`side.${item.side}`)}</span>
          </div>
        );
      })}
    </div>
  );
}
