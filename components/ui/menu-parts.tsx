"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { cn } from "./class-names";
import { useTakenOver, type Handover } from "./light-trigger";
import type { MenuItemProps, MenuProps, MenuRadioGroupProps, PointMenuProps } from "./menu";
import { itemClass, popupClass } from "./popup-classes";

/** The menu itself and what is in it; `menu.tsx` fetches it. */
export function FullMenu({ trigger, children, align = "end", className, handover }: MenuProps & { handover: Handover }) {
  const button = useRef<HTMLButtonElement>(null);
  useTakenOver(button, handover);
  return (
    <Base.Root>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden" sideOffset={4} align={align} collisionPadding={8}>
          <Base.Popup className={cn(popupClass, "max-h-(--available-height) min-w-48 overflow-y-auto p-1", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Open from its first moment on. */
export function FullPointMenu({ at, label, returnTo, onClose, children }: PointMenuProps) {
  return (
    <Base.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden" anchor={{ getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }} side="bottom" align="start" collisionPadding={8}>
          <Base.Popup aria-label={label} finalFocus={() => returnTo()} className={cn(popupClass, "max-h-(--available-height) min-w-48 overflow-y-auto p-1")}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function ItemBody({ icon, children, detail }: Pick<MenuItemProps, "icon" | "children" | "detail">) {
  return (
    <>
      <span aria-hidden className="mt-0.5 flex size-4 items-center justify-center self-start text-muted [&_svg]:size-4">
        {icon}
      </span>
      <span className="min-w-0">
        {children}
        {detail && <span className="block max-w-80 text-xs text-muted">{detail}</span>}
      </span>
    </>
  );
}

export function MenuItem({ icon, children, keys, onClick, disabled, detail, danger }: MenuItemProps) {
  return (
    <Base.Item
      onClick={onClick}
      disabled={disabled}
      className={cn(itemClass, "min-h-7 py-0.5 data-disabled:opacity-100 data-disabled:text-muted", danger && "not-data-disabled:text-bad")}
    >
      <ItemBody icon={icon} detail={detail}>
        {children}
        {keys && (
          <span aria-hidden className="float-right pl-6 text-xs leading-5 text-muted">
            {keys}
          </span>
        )}
      </ItemBody>
    </Base.Item>
  );
}

export function MenuLink({ icon, children, detail, href }: Pick<MenuItemProps, "icon" | "children" | "detail"> & { href: string }) {
  return (
    <Base.Item render={<Link href={href} />} className={itemClass}>
      <ItemBody icon={icon} detail={detail}>
        {children}
      </ItemBody>
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-2 my-1 h-px bg-line" />;
}

export function MenuRadioGroup<Value extends string>({ label, value, onValueChange, options }: MenuRadioGroupProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onValueChange(next as Value)}>
      <Base.GroupLabel className="px-2 py-1 text-xs font-medium text-muted">{label}</Base.GroupLabel>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={itemClass}>
          <span className="flex size-4 items-center justify-center">
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-4" />
            </Base.RadioItemIndicator>
          </span>
          <span className="min-w-0">
            {option.label}
            {option.detail && <span className="block text-xs text-muted">{option.detail}</span>}
          </span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
