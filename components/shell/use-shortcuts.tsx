"use client";
import { createContext, useCallback, useContext, useEffect, useRef, type ReactNode } from "react";
import { usePerson } from "./person";

/** Key ("j", "?") or two in a row ("g s") → what it does. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const sequenceMs = 1_200;
/** `everywhere`: a page's own key of the same name goes before it. */
type Bind = (shortcuts: Shortcuts, reach?: "page" | "everywhere") => () => void;
const ShortcutsContext = createContext<Bind>(() => () => {});

/** Lets a page have shortcuts of its own while it is there. */
export function useShortcuts(): Bind {
  return useContext(ShortcutsContext);
}

/** Single keys do nothing where one types, in dialogs and menus, with a modifier, and when they are switched off (WCAG 2.1.4). */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const { shortcuts: on } = usePerson();
  const bound = useRef<Shortcuts[]>([]);
  const bind = useCallback<Bind>((shortcuts, reach = "page") => {
    if (reach === "page") bound.current.push(shortcuts);
    else bound.current.unshift(shortcuts);
    return () => {
      bound.current = bound.current.filter((each) => each !== shortcuts);
    };
  }, []);
  useEffect(() => {
    if (!on) return;
    let first: { key: string; atMs: number } | null = null;
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || event.isComposing || isBusy(event.target)) return;
      const key = event.key;
      const pair = first !== null && event.timeStamp - first.atMs < sequenceMs ? `${first.key} ${key}` : null;
      const find = (name: string) => bound.current.findLast((shortcuts) => name in shortcuts)?.[name];
      const act = (pair === null ? undefined : find(pair)) ?? find(key);
      first = act === undefined && key.length === 1 ? { key, atMs: event.timeStamp } : null;
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [on]);
  return <ShortcutsContext value={bind}>{children}</ShortcutsContext>;
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A list that takes letters for nothing of its own says so.
  if (target.isContentEditable || target.closest("[role=dialog],[role=alertdialog],[role=menu],[role=listbox]:not([data-letters=free]),[role=treegrid]") !== null) return true;
  // A box to tick is an input, too, and takes no text.
  return target.matches("textarea,select,input:not([type=checkbox],[type=radio],[type=button]),[role=combobox],[role=searchbox],[role=textbox]");
}
