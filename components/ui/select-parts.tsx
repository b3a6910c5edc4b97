"use client";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { useRef } from "react";
import { assignRef } from "./assign-ref";
import { cn } from "./class-names";
import { useFieldControl } from "./field-control";
import { useTakenOver, type Handover } from "./light-trigger";
import { itemClass, popupClass } from "./popup-classes";
import { selectClass, type SelectOption, type SelectProps } from "./select";

/** The select and its list; `select.tsx` fetches it. */
export function FullSelect<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  label,
  id,
  name,
  disabled,
  className,
  triggerRef,
  onBlur,
  handover,
}: SelectProps<Value> & { handover: Handover }) {
  const control = useFieldControl({ id, name });
  const button = useRef<HTMLButtonElement>(null);
  useTakenOver(button, handover);
  return (
    <Base.Root
      items={options as SelectOption<Value>[]}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      disabled={disabled}
      name={control.name}
    >
      <Base.Trigger
        ref={(element) => {
          button.current = element;
          assignRef(triggerRef, element);
        }}
        onBlur={onBlur}
        aria-label={label}
        id={control.id}
        aria-describedby={control["aria-describedby"]}
        aria-invalid={control["aria-invalid"]}
        className={cn(selectClass, className)}
      >
        <Base.Value placeholder={placeholder} className="min-w-0 truncate data-placeholder:text-muted" />
        <Base.Icon className="text-muted">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden select-none" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={popupClass}>
            <Base.List className="max-h-[min(24rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} disabled={option.disabled} className={itemClass}>
                  <span className="flex size-4 items-center justify-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.detail && <span className="block text-xs text-muted">{option.detail}</span>}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
