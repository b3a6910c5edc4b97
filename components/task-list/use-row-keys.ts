"use client";
import { useEffect, type RefObject } from "react";
import { useShortcuts } from "../shell/use-shortcuts";

/** j and k walk over the rows' links, so that Enter opens; x, e and . press what the row offers. The focus is the one cursor there is. */
export function useRowKeys(box: RefObject<HTMLElement | null>): void {
  const rows = () => [...(box.current?.querySelectorAll<HTMLElement>("[data-task-row]") ?? [])];
  const current = () => document.activeElement?.closest<HTMLElement>("[data-task-row]") ?? null;
  const go = (step: 1 | -1) => {
    const all = rows();
    const at = current();
    const next = at === null ? (step === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, all.indexOf(at) + step));
    const link = all[next]?.querySelector<HTMLElement>("[data-row-link]");
    link?.focus();
    link?.scrollIntoView({ block: "nearest" });
  };
  const press = (what: string) => current()?.querySelector<HTMLElement>(what)?.click();
  const bind = useShortcuts();
  useEffect(() =>
    bind({
      j: () => go(1),
      k: () => go(-1),
      x: () => press("[data-row-select]"),
      e: () => press("[data-row-expand]"),
      ".": () => press("[data-row-menu]"),
    }),
  );
}
