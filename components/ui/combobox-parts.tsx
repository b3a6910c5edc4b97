"use client";
import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { assignRef } from "./assign-ref";
import { cn } from "./class-names";
import type { ComboboxOption, ComboboxProps, Typed } from "./combobox";
import { isFocusFree } from "./free-focus";
import { useFieldControl } from "./field-control";
import { controlClass } from "./input";
import { itemClass, popupClass } from "./popup-classes";

/** The box and its list; `combobox.tsx` fetches it. */
export function FullCombobox({
  options,
  value,
  onValueChange,
  placeholder,
  label,
  clearable = false,
  emptyText,
  footer,
  id,
  disabled,
  className,
  inputRef,
  onBlur,
  typed,
}: ComboboxProps & { typed: Typed }) {
  const t = useTranslations("common");
  const control = useFieldControl({ id });
  const input = useRef<HTMLInputElement | null>(null);
  const done = useRef(false);
  // Before anything else runs: a dialog around it that sees the focus gone would take it.
  useLayoutEffect(() => {
    if (!done.current && isFocusFree()) input.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    if (typed.text !== null && input.current !== null) type(input.current, typed.text);
  }, [typed]);
  const selected = options.find((option) => option.value === value) ?? null;
  return (
    <Base.Root
      items={options as ComboboxOption[]}
      value={selected}
      onValueChange={(next: ComboboxOption | null) => onValueChange(next?.value ?? null)}
      isItemEqualToValue={(item: ComboboxOption, other: ComboboxOption) => item.value === other.value}
      filter={(item: ComboboxOption, query: string) => `${item.label} ${item.value} ${item.keywords ?? ""}`.toLowerCase().includes(query.trim().toLowerCase())}
      disabled={disabled}
      autoHighlight
      defaultOpen={typed.press}
    >
      <Base.InputGroup className={cn("relative", className)}>
        <Base.Input
          ref={(element: HTMLInputElement | null) => {
            input.current = element;
            assignRef(inputRef, element);
          }}
          id={control.id}
          aria-describedby={control["aria-describedby"]}
          aria-invalid={control["aria-invalid"]}
          onBlur={onBlur}
          aria-label={label}
          placeholder={placeholder}
          className={cn(controlClass, "pr-14")}
        />
        <div className="absolute inset-y-0 right-0.5 flex items-center text-muted">
          {clearable && (
            <Base.Clear aria-label={t("clearSelection")} className="flex size-7 items-center justify-center rounded-sm hover:text-ink">
              <X aria-hidden className="size-3.5" />
            </Base.Clear>
          )}
          <Base.Trigger aria-label={t("openList")} className="flex size-7 items-center justify-center rounded-sm hover:text-ink">
            <ChevronsUpDown aria-hidden className="size-3.5" />
          </Base.Trigger>
        </div>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner className="z-50 outline-hidden" sideOffset={4}>
          <Base.Popup className={cn(popupClass, "w-(--anchor-width) min-w-64")}>
            <Base.Empty>
              <div className="px-3 py-3 text-sm text-muted">{emptyText}</div>
            </Base.Empty>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <Base.Item key={option.value} value={option} className={itemClass}>
                  <span className="flex size-4 items-center justify-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0">
                    <span className="block truncate">{option.label}</span>
                    {option.detail && <span className="block truncate text-xs text-muted">{option.detail}</span>}
                  </span>
                </Base.Item>
              )}
            </Base.List>
            {footer && <div className="border-t border-line p-1">{footer}</div>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** As if it were typed here: React hears of a value that is set past it, and the list opens and marks its first entry. */
function type(box: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(box, text);
  // Without a type it is taken for the browser's filling in, which opens nothing.
  box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
