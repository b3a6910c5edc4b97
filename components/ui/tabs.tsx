"use client";
import Link from "next/link";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { cn } from "./class-names";
import { moveFocus } from "./move-focus";

const tabClass =
  "-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 border-transparent px-1 text-base whitespace-nowrap text-muted outline-offset-[-2px] hover:text-ink";

/** Tabs inside a page: the panels are on the page already. */
export function Tabs<Value extends string>({
  tabs,
  value,
  onValueChange,
  label,
  className,
}: {
  tabs: readonly { value: Value; label: ReactNode; content: ReactNode }[];
  value: Value;
  onValueChange: (value: Value) => void;
  label: string;
  className?: string;
}) {
  const id = useId();
  const shown = tabs.find((tab) => tab.value === value);
  return (
    <div className={className}>
      <div role="tablist" aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${id}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onKeyDown={moveFocus}
            onClick={() => onValueChange(tab.value)}
            className={cn(tabClass, "aria-selected:border-primary aria-selected:font-medium aria-selected:text-ink")}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {shown && (
        <div key={shown.value} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.value}`} tabIndex={0} className="pt-4 outline-offset-4">
          {shown.content}
        </div>
      )}
    </div>
  );
}

/** Tabs that are pages of their own: a navigation, so links and not `role="tab"`. */
export function LinkTabs({
  tabs,
  current,
  label,
  className,
}: {
  tabs: readonly { href: string; label: ReactNode }[];
  current: string;
  label: string;
  className?: string;
}) {
  const row = useRef<HTMLElement>(null);
  // On a phone the row scrolls: the page that is open is in sight, with a piece of what stands before it.
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>("[aria-current]");
    if (row.current && here) row.current.scrollLeft = here.offsetLeft - 32;
  }, [current]);
  return (
    <nav ref={row} aria-label={label} className={cn("flex gap-5 overflow-x-auto border-b border-line", className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? "page" : undefined}
          className={cn(tabClass, tab.href === current && "border-primary font-medium text-ink")}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
