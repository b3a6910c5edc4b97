"use client";
import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./class-names";
import { controlClass } from "./input";
import { itemClass, popupClass } from "./select";

export interface ComboboxOption {
  value: string;
  label: string;
  /** Second line, muted. */
  detail?: ReactNode;
  /** Also searched, not shown. */
  keywords?: string;
}

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string | null) => void;
  placeholder?: string;
  /** Accessible name where no `Field` label names it. */
  label?: string;
  clearable?: boolean;
  emptyText: ReactNode;
  /** Under the list, such as "Register a host". */
  footer?: ReactNode;
  id?: string;
  disabled?: boolean;
  className?: string;
  inputRef?: React.Ref<HTMLInputElement>;
  onBlur?: () => void;
}

/** One of many, found by typing. */
export function Combobox({
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
}: ComboboxProps) {
  const t = useTranslations("common");
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
    >
      <Base.InputGroup className={cn("relative", className)}>
        <Base.Input ref={inputRef} id={id} onBlur={onBlur} aria-label={label} placeholder={placeholder} className={cn(controlClass, "pr-14")} />
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
