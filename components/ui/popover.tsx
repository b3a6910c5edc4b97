"use client";
import type { ReactElement, ReactNode } from "react";
import { lightTrigger, useHandover } from "./light-trigger";
import { onDemand } from "./on-demand";

const parts = onDemand(() => import("./popover-parts"));

export interface PopoverProps {
  trigger: ReactElement<Record<string, unknown>>;
  title?: ReactNode;
  children: ReactNode;
  className?: string;
  align?: "start" | "center" | "end";
  openOnHover?: boolean;
}

/** A small panel at its button. `trigger` is a button element. */
export function Popover(props: PopoverProps) {
  const { full, take } = useHandover(parts);
  if (full) return <full.part.FullPopover {...props} handover={full.handover} />;
  return lightTrigger(props.trigger, { source: parts, take, popup: "dialog", hover: props.openOnHover === true });
}
