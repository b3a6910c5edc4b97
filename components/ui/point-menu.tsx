"use client";
import type { ReactNode } from "react";
import { onDemand, usePart } from "./on-demand";

const parts = onDemand(() => import("./menu-parts"));

/** Where a menu opens that belongs to no button: in pixels of the window. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

export interface PointMenuProps {
  /** Null = closed. */
  at: MenuPoint | null;
  label: string;
  /** What has the focus again when it closes without a choice that takes it elsewhere. */
  returnTo: () => HTMLElement | null;
  onClose: () => void;
  children: ReactNode;
}

/** The menu of something that was pointed at (right button, Shift+F10, the menu key). Fill it with `MenuItem`; its code comes with the first one. */
export function PointMenu(props: PointMenuProps) {
  const part = usePart(parts, props.at !== null);
  return part && props.at && <part.FullPointMenu {...props} at={props.at} />;
}
