"use client";
import type { ReactNode } from "react";
import { onDemand, usePart } from "./on-demand";

const parts = onDemand(() => import("./dialog-parts"));

export interface PanelProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, right-aligned; the main one last. */
  footer?: ReactNode;
  className?: string;
  children?: ReactNode;
  /** What gets the focus when it opens. */
  initialFocus?: React.RefObject<HTMLElement | null>;
}

/** A dialog in the middle of the page. Its code comes when it opens for the first time; until then the focus stays where it is. */
export function Dialog(props: PanelProps) {
  const part = usePart(parts, props.open);
  return part && <part.Dialog {...props} />;
}

/** A panel at the right edge, the full screen on a phone: for forms beside what they are about. */
export function Drawer(props: PanelProps) {
  const part = usePart(parts, props.open);
  return part && <part.Drawer {...props} />;
}

/** A question that must be answered: a click outside does not close it, and focus begins at `initialFocus` (the safe answer). */
export function AlertDialog(props: PanelProps) {
  const part = usePart(parts, props.open);
  return part && <part.AlertDialog {...props} />;
}
