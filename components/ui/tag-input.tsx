"use client";
import { Plus, X } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { Button } from "./button";
import { Input } from "./input";

export interface TagInputProps {
  tags: Readonly<Record<string, string>>;
  onTagsChange: (tags: Record<string, string>) => void;
  texts: { key: string; value: string; add: string; remove: (key: string) => string };
  limit?: number;
}

/** Key and value pairs. Enter adds; each can be removed. */
export function TagInput({ tags, onTagsChange, texts, limit = 20 }: TagInputProps) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const entries = Object.entries(tags);
  const ready = key.trim() !== "" && (entries.length < limit || key.trim() in tags);
  const add = () => {
    if (!ready) return;
    onTagsChange({ ...tags, [key.trim()]: value.trim() });
    setKey("");
    setValue("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-2">
      {entries.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {entries.map(([name, text]) => (
            <li key={name} className="inline-flex h-6 max-w-full items-center gap-1 rounded-md bg-idle-chip pl-2 text-xs text-idle">
              <span className="truncate">{text === "" ? name : `${name}: ${text}`}</span>
              <button
                type="button"
                aria-label={texts.remove(name)}
                onClick={() => onTagsChange(Object.fromEntries(entries.filter(([other]) => other !== name)))}
                className="flex size-6 items-center justify-center rounded-sm hover:text-ink"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Input aria-label={texts.key} placeholder={texts.key} maxLength={64} value={key} onValueChange={(next) => setKey(next)} onKeyDown={onKeyDown} />
        <Input
          aria-label={texts.value}
          placeholder={texts.value}
          maxLength={128}
          value={value}
          onValueChange={(next) => setValue(next)}
          onKeyDown={onKeyDown}
        />
        <Button onClick={add} disabled={!ready} icon={<Plus aria-hidden />}>
          {texts.add}
        </Button>
      </div>
    </div>
  );
}
