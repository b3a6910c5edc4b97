"use client";
import { cloneElement, useCallback, useEffect, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactElement, type RefObject } from "react";
import { isFocusFree } from "./free-focus";
import type { OnDemand } from "./on-demand";

type Trigger = ReactElement<Record<string, unknown>>;

/** How the light trigger gave way: what the full one does as its first act. */
export interface Handover {
  /** Press it, as the person did. */
  readonly press: boolean;
  /** The light one had the focus. */
  readonly focused: boolean;
}

/**
 * A popup's button that is only a button: pointing at it or focusing it fetches the popup's code, pressing it puts the full trigger in its place, in
 * the same frame once the code is there. Many pages have dozens of such buttons and nobody presses most of them.
 */
export function useHandover<Part>(source: OnDemand<Part>) {
  const [full, setFull] = useState<{ part: Part; handover: Handover } | null>(null);
  const asked = useRef(false);
  const take = useCallback(
    (element: Element, press: boolean) => {
      const give = (part: Part) => setFull((last) => last ?? { part, handover: { press, focused: element.ownerDocument.activeElement === element } });
      const part = source.get();
      if (part !== null) return give(part);
      if (press && asked.current) return;
      asked.current = press;
      source.ask().then(give, () => (asked.current = false));
    },
    [source],
  );
  return { full, take };
}

const both =
  <Event,>(own: unknown, added: (event: Event) => void) =>
  (event: Event) => {
    if (typeof own === "function") own(event);
    added(event);
  };

/** The trigger with the handlers and the state of a closed popup. */
export function lightTrigger<Part>(
  trigger: Trigger,
  { source, take, popup, arrows = false, hover = false }: { source: OnDemand<Part>; take: (element: Element, press: boolean) => void; popup: "menu" | "dialog"; arrows?: boolean; hover?: boolean },
): Trigger {
  const { props } = trigger;
  const prepare = () => void source.ask().catch(() => {});
  return cloneElement(trigger, {
    "aria-haspopup": popup,
    "aria-expanded": false,
    onPointerEnter: both(props["onPointerEnter"], (event: PointerEvent<HTMLElement>) => (hover && event.pointerType === "mouse" ? take(event.currentTarget, false) : prepare())),
    onFocus: both(props["onFocus"], (_event: FocusEvent<HTMLElement>) => prepare()),
    onClick: both(props["onClick"], (event: MouseEvent<HTMLElement>) => {
      if (event.currentTarget.getAttribute("aria-disabled") !== "true") take(event.currentTarget, true);
    }),
    onKeyDown: both(props["onKeyDown"], (event: KeyboardEvent<HTMLElement>) => {
      if (!arrows || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      take(event.currentTarget, true);
    }),
  });
}

/** In the full part: takes the focus over and presses the real trigger. */
export function useTakenOver(trigger: RefObject<HTMLElement | null>, { press, focused }: Handover): void {
  const done = useRef(false);
  // Before anything else runs: a dialog around it that sees the focus gone would take it, and the popup would close again.
  useLayoutEffect(() => {
    if (focused && !done.current && isFocusFree()) trigger.current?.focus({ preventScroll: true });
  }, [trigger, focused]);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    if (press) trigger.current?.click();
  }, [trigger, press]);
}
