"use client";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

/** A button with an icon alone; `label` is its accessible name and its tooltip. */
export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "icon-sm",
  side,
  ...rest
}: Omit<ButtonProps, "children" | "icon"> & { label: string; icon: ReactNode; side?: "top" | "right" | "bottom" | "left" }) {
  return (
    <Tooltip content={label} side={side}>
      <Button variant={variant} size={size} aria-label={label} {...rest}>
        {icon}
      </Button>
    </Tooltip>
  );
}
