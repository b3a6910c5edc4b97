"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "./icon-button";
import { Select } from "./select";

/** From–to of how many, page size, back and forth. */
export function Pagination({
  page,
  pageSize,
  total,
  sizes,
  texts,
  onChange,
}: {
  page: number;
  pageSize: number;
  total: number;
  sizes: readonly number[];
  texts: { label: string; range: (from: number, to: number, total: number) => string; previous: string; next: string; size: string };
  onChange: (next: { page: number; pageSize: number }) => void;
}) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1;
  const to = Math.min(total, page * pageSize);
  return (
    <nav aria-label={texts.label} className="mt-3 flex flex-wrap items-center justify-end gap-3 text-sm text-muted">
      <label className="flex items-center gap-2">
        <span>{texts.size}</span>
        <Select
          className="w-20"
          label={texts.size}
          value={String(pageSize)}
          onValueChange={(size) => onChange({ page: 1, pageSize: Number(size) })}
          options={sizes.map((size) => ({ value: String(size), label: String(size) }))}
        />
      </label>
      <span className="nums">{texts.range(from, to, total)}</span>
      <span className="flex">
        <IconButton label={texts.previous} icon={<ChevronLeft aria-hidden />} disabled={page <= 1} onClick={() => onChange({ page: page - 1, pageSize })} />
        <IconButton label={texts.next} icon={<ChevronRight aria-hidden />} disabled={page >= pages} onClick={() => onChange({ page: page + 1, pageSize })} />
      </span>
    </nav>
  );
}
