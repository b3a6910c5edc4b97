"use client";
import { Popover as Base } from "@base-ui/react/popover";
import { useRef } from "react";
import { cn } from "./class-names";
import { useTakenOver, type Handover } from "./light-trigger";
import type { PopoverProps } from "./popover";
import { popupClass } from "./popup-classes";

/** The panel and its button; `popover.tsx` fetches it. */
export function FullPopover({ trigger, title, children, className, align = "start", openOnHover = false, handover }: PopoverProps & { handover: Handover }) {
  const button = useRef<HTMLButtonElement>(null);
  useTakenOver(button, handover);
  return (
    <Base.Root>
      <Base.Trigger ref={button} render={trigger} openOnHover={openOnHover} />
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
