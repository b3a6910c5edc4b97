"use client";
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./class-names";
import { popupClass } from "./select";

/** A small panel at its button. `trigger` is a button element. */
export function Popover({
  trigger,
  title,
  children,
  className,
  align = "start",
  openOnHover = false,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  title?: ReactNode;
  children: ReactNode;
  className?: string;
  align?: "start" | "center" | "end";
  openOnHover?: boolean;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} openOnHover={openOnHover} />
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={6} align={align} collisionPadding={8}>
          <Base.Popup className={cn(popupClass, "min-w-0 p-3 text-sm", className)}>
            {title && <Base.Title className="mb-1 text-sm font-semibold">{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
