import type { Ref } from "react";

/** Hands the element on to whoever asked for it, where a component needs it as well. */
export function assignRef<Element>(ref: Ref<Element> | undefined, element: Element | null): void {
  if (typeof ref === "function") ref(element);
  else if (ref) ref.current = element;
}
