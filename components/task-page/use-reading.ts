"use client";
import { useCallback, useState, type FocusEvent } from "react";

/**
 * Is somebody reading a list that grows at its top: pointing at it, working in it, or further down than its beginning? `top` goes on an element above the
 * first row, `box` on what surrounds the rows.
 */
export function useReading() {
  const [inside, setInside] = useState(false);
  const [below, setBelow] = useState(false);
  const top = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => setBelow(entry !== undefined && !entry.isIntersecting));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const box = {
    onPointerEnter: () => setInside(true),
    onPointerLeave: () => setInside(false),
    onFocus: () => setInside(true),
    onBlur: (event: FocusEvent<HTMLElement>) => !event.currentTarget.contains(event.relatedTarget) && setInside(false),
  };
  return { reading: inside || below, top, box };
}
