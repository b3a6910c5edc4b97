"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./class-names";
import { itemClass, popupClass } from "./select";

/** A menu at its button. Fill it with `MenuItem`, `MenuLink`, `MenuRadioGroup`, `MenuSeparator`. */
export function Menu({
  trigger,
  children,
  align = "end",
  className,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden" sideOffset={4} align={align} collisionPadding={8}>
          <Base.Popup className={cn(popupClass, "max-h-(--available-height) min-w-48 overflow-y-auto p-1", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ItemProps {
  icon?: ReactNode;
  children: ReactNode;
  onClick?: () => void;
  disabled?: boolean;
  /** Why it is disabled, or what it does; a second line. */
  detail?: ReactNode;
  danger?: boolean;
}

function ItemBody({ icon, children, detail }: Pick<ItemProps, "icon" | "children" | "detail">) {
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

export function MenuItem({ icon, children, onClick, disabled, detail, danger }: ItemProps) {
  return (
    <Base.Item
      onClick={onClick}
      disabled={disabled}
      className={cn(itemClass, "min-h-7 py-0.5 data-disabled:opacity-100 data-disabled:text-muted", danger && "not-data-disabled:text-bad")}
    >
      <ItemBody icon={icon} detail={detail}>
        {children}
      </ItemBody>
    </Base.Item>
  );
}

export function MenuLink({ icon, children, detail, href }: Pick<ItemProps, "icon" | "children" | "detail"> & { href: string }) {
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

export function MenuRadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: {
  label: ReactNode;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; detail?: ReactNode }[];
}) {
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
