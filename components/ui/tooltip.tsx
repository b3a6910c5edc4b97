"use client";
import { cloneElement, useEffect, useId, useLayoutEffect, useRef, useState, type FocusEvent, type MouseEvent, type PointerEvent, type ReactElement, type ReactNode } from "react";
import { createPortal } from "react-dom";

type Side = "top" | "right" | "bottom" | "left";

const delayMs = 400;
/** The way from the element to its hint. */
const graceMs = 120;
const gapPx = 6;
const edgePx = 5;
const opposite = { top: "bottom", bottom: "top", left: "right", right: "left" } as const;
/** Going from one to the next, nobody waits again. */
let lastClosedMs = -Infinity;

const closed = () => {
  lastClosedMs = performance.now();
};
const waitMs = () => (performance.now() - lastClosedMs < delayMs ? 0 : delayMs);

/** One thing to do later; the next takes its place. */
function makeTimer() {
  let timer: number | undefined;
  return {
    after(ms: number, act: () => void) {
      window.clearTimeout(timer);
      timer = window.setTimeout(act, ms);
    },
    clear: () => window.clearTimeout(timer),
  };
}

/** A short hint on hover and focus. Never the only place where something is said. `children` must be focusable. */
export function Tooltip({ content, children, side = "top", onPress = false }: { content: ReactNode; children: ReactElement<Record<string, unknown>>; side?: Side; /** A press shows it, too, and screen readers hear it: for what does nothing else when it is pressed, and where `content` is not its name. */ onPress?: boolean }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [timer] = useState(makeTimer);
  const id = useId();
  useEffect(() => timer.clear, [timer]);
  const close = () => {
    timer.clear();
    if (anchor !== null) closed();
    setAnchor(null);
  };
  const { props } = children;
  const also =
    <Event,>(name: string, act: (event: Event) => void) =>
    (event: Event) => {
      const own = props[name];
      if (typeof own === "function") own(event);
      act(event);
    };
  return (
    <>
      {cloneElement(children, {
        onPointerEnter: also("onPointerEnter", (event: PointerEvent<HTMLElement>) => {
          const element = event.currentTarget;
          if (event.pointerType === "mouse") timer.after(waitMs(), () => setAnchor(element));
        }),
        onPointerLeave: also("onPointerLeave", () => timer.after(graceMs, close)),
        onPointerDown: also("onPointerDown", close),
        onFocus: also("onFocus", (event: FocusEvent<HTMLElement>) => {
          if (event.currentTarget.matches(":focus-visible")) setAnchor(event.currentTarget);
        }),
        onBlur: also("onBlur", close),
        ...(onPress ? { "aria-describedby": anchor ? id : undefined, onClick: also("onClick", (event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget)) } : {}),
      })}
      {anchor && (
        <Hint id={onPress ? id : undefined} anchor={anchor} side={side} onClose={close} onStay={timer.clear} onLeave={() => timer.after(graceMs, close)}>
          {content}
        </Hint>
      )}
    </>
  );
}

/** Stays while the pointer is on it, and goes with Escape (WCAG 1.4.13). */
function Hint({ id, anchor, side, children, onClose, onStay, onLeave }: { /** Absent: it only repeats a name. */ id: string | undefined; anchor: HTMLElement; side: Side; children: ReactNode; onClose: () => void; onStay: () => void; onLeave: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) place(box.current, anchor.getBoundingClientRect(), side);
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    // In the capture phase: every scroll box counts.
    window.addEventListener("keydown", onKey);
    window.addEventListener("scroll", onClose, true);
    window.addEventListener("resize", onClose);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", onClose, true);
      window.removeEventListener("resize", onClose);
    };
  }, [onClose]);
  return createPortal(
    <div
      ref={box}
      id={id}
      role={id === undefined ? undefined : "tooltip"}
      aria-hidden={id === undefined || undefined}
      onPointerEnter={onStay}
      onPointerLeave={onLeave}
      className="fixed top-0 left-0 z-50 max-w-80 rounded-md bg-ink px-2 py-1 text-xs text-bg shadow-popup"
    >
      {children}
    </div>,
    document.body,
  );
}

/** At the wanted side of the element, at the other one where there is no room, and never over the window's edge. */
function place(box: HTMLElement, at: DOMRect, wanted: Side): void {
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth, clientHeight } = document.documentElement;
  const room = { top: at.top, bottom: clientHeight - at.bottom, left: at.left, right: clientWidth - at.right };
  const needed = (wanted === "top" || wanted === "bottom" ? height : width) + gapPx + edgePx;
  const side = room[wanted] < needed && room[opposite[wanted]] > room[wanted] ? opposite[wanted] : wanted;
  const middle = { x: at.left + (at.width - width) / 2, y: at.top + (at.height - height) / 2 };
  const x = side === "left" ? at.left - width - gapPx : side === "right" ? at.right + gapPx : middle.x;
  const y = side === "top" ? at.top - height - gapPx : side === "bottom" ? at.bottom + gapPx : middle.y;
  box.style.left = `${Math.max(edgePx, Math.min(x, clientWidth - width - edgePx))}px`;
  box.style.top = `${Math.max(edgePx, Math.min(y, clientHeight - height - edgePx))}px`;
}
