"use client";
import { ChevronsUpDown, X } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./class-names";
import { useFieldControl } from "./field-control";
import { controlClass } from "./input";
import { onDemand } from "./on-demand";

const parts = onDemand(() => import("./combobox-parts"));

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

/** What happened to the light box before the full one took its place. */
export interface Typed {
  /** What stands in the box, where somebody has written in it already. */
  readonly text: string | null;
  /** Press the box, as the person did. */
  readonly press: boolean;
}

/** One of many, found by typing. Until it has the focus it is a line of text that fetches the list. */
export function Combobox(props: ComboboxProps) {
  const [full, setFull] = useState<{ part: typeof import("./combobox-parts"); typed: Typed } | null>(null);
  if (full) return <full.part.FullCombobox {...props} typed={full.typed} />;
  return <LightCombobox {...props} onReady={(part, typed) => setFull({ part, typed })} />;
}

function LightCombobox({
  options,
  value,
  onValueChange,
  placeholder,
  label,
  clearable = false,
  id,
  disabled,
  className,
  inputRef,
  onBlur,
  onReady,
}: ComboboxProps & { onReady: (part: typeof import("./combobox-parts"), typed: Typed) => void }) {
  const t = useTranslations("common");
  const { id: inputId, ...described } = useFieldControl({ id });
  const [text, setText] = useState<string | null>(null);
  const typed = useRef<{ text: string | null; press: boolean }>({ text: null, press: false });
  const pressed = useRef(false);
  const prepare = () => void parts.ask().catch(() => {});
  const take = (press: boolean) => {
    typed.current.press ||= press;
    const give = (part: typeof import("./combobox-parts")) => onReady(part, typed.current);
    const part = parts.get();
    if (part !== null) give(part);
    else parts.ask().then(give, () => {});
  };
  return (
    <div className={cn("relative", className)}>
      <input
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={false}
        // Of a list that is not there yet.
        aria-controls={undefined}
        autoComplete="off"
        aria-label={label}
        id={inputId}
        aria-describedby={described["aria-describedby"]}
        aria-invalid={described["aria-invalid"]}
        ref={inputRef}
        disabled={disabled}
        data-disabled={disabled ? "" : undefined}
        placeholder={placeholder}
        value={text ?? options.find((option) => option.value === value)?.label ?? ""}
        onPointerEnter={prepare}
        onPointerDown={() => {
          pressed.current = true;
        }}
        // A press gives the focus first and clicks later: the box must stay the same until then.
        onFocus={() => (pressed.current ? prepare() : take(false))}
        onClick={() => {
          pressed.current = false;
          take(true);
        }}
        onChange={(event) => {
          setText(event.target.value);
          typed.current.text = event.target.value;
          take(false);
        }}
        onBlur={onBlur}
        className={cn(controlClass, "pr-14")}
      />
      <div className="absolute inset-y-0 right-0.5 flex items-center text-muted">
        {clearable && value !== null && (
          <button
            type="button"
            aria-label={t("clearSelection")}
            tabIndex={-1}
            disabled={disabled}
            onClick={() => onValueChange(null)}
            className="flex size-7 items-center justify-center rounded-sm hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
        <button
          type="button"
          aria-label={t("openList")}
          tabIndex={-1}
          disabled={disabled}
          onPointerEnter={prepare}
          onClick={() => take(true)}
          className="flex size-7 items-center justify-center rounded-sm hover:text-ink"
        >
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </button>
      </div>
    </div>
  );
}
