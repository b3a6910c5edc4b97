"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import Link from "next/link";
import { useEffect, useRef, type ReactNode } from "react";
import { cn } from "./class-names";

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
  return (
    <Base.Root value={value} onValueChange={(next) => onValueChange(next as Value)} className={className}>
      <Base.List aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={cn(tabClass, "data-active:border-primary data-active:font-medium data-active:text-ink")}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-4 outline-offset-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
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
