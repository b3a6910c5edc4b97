"use client";
import type { ReactElement, ReactNode } from "react";
import { lightTrigger, useHandover } from "./light-trigger";
import { onDemand, usePart } from "./on-demand";

const parts = onDemand(() => import("./menu-parts"));

export interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}

/** A menu at its button. Fill it with `MenuItem`, `MenuLink`, `MenuRadioGroup`, `MenuSeparator`. */
export function Menu(props: MenuProps) {
  const { full, take } = useHandover(parts);
  if (full) return <full.part.FullMenu {...props} handover={full.handover} />;
  return lightTrigger(props.trigger, { source: parts, take, popup: "menu", arrows: true });
}

/** Where a menu opens that belongs to no button: in pixels of the window. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

export interface PointMenuProps {
  readonly at: MenuPoint;
  label: string;
  /** What has the focus again when it closes without a choice that takes it elsewhere. */
  returnTo: () => HTMLElement | null;
  onClose: () => void;
  children: ReactNode;
}

/** The open menu of something that was pointed at (right button, Shift+F10, the menu key). Filled like a `Menu`; its code comes with the first one. */
export function PointMenu(props: PointMenuProps) {
  const part = usePart(parts, true);
  return part && <part.FullPointMenu {...props} />;
}

export interface MenuItemProps {
  icon?: ReactNode;
  children: ReactNode;
  /** What does the same; shown at the right. */
  keys?: string;
  onClick?: () => void;
  disabled?: boolean;
  /** Why it is disabled, or what it does; a second line. */
  detail?: ReactNode;
  danger?: boolean;
}

/** Entries are drawn inside of an open menu only: by then its code is there. */
function open() {
  const here = parts.get();
  if (here === null) throw new Error("outside of a menu");
  return here;
}

export function MenuItem(props: MenuItemProps) {
  const Part = open().MenuItem;
  return <Part {...props} />;
}

export function MenuLink(props: Pick<MenuItemProps, "icon" | "children" | "detail"> & { href: string }) {
  const Part = open().MenuLink;
  return <Part {...props} />;
}

export function MenuSeparator() {
  const Part = open().MenuSeparator;
  return <Part />;
}

export interface MenuRadioGroupProps<Value extends string> {
  label: ReactNode;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; detail?: ReactNode }[];
}

export function MenuRadioGroup<Value extends string>(props: MenuRadioGroupProps<Value>) {
  const Part = open().MenuRadioGroup;
  return <Part {...props} />;
}
