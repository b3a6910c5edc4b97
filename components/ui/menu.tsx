"use client";
import type { ReactElement, ReactNode } from "react";
import { lightTrigger, useHandover } from "./light-trigger";
import { onDemand } from "./on-demand";

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
