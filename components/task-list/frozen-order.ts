"use client";
import { useState } from "react";

/**
 * Keeps rows where they are while somebody points at the table or works in it: values change in place, nothing jumps under the pointer.
 * Gives the rows to draw and how many of them would stand elsewhere.
 */
export function useFrozenOrder<Row extends { readonly id: string }>(
  rows: readonly Row[],
  frozen: boolean,
  key: string,
): { rows: readonly Row[]; moved: number } {
  const ids = rows.map((row) => row.id);
  const [held, hold] = useState({ key, ids });
  const follows = !frozen || held.key !== key;
  if (follows && (held.key !== key || held.ids.join() !== ids.join())) hold({ key, ids });
  return follows ? { rows, moved: 0 } : freeze(rows, held.ids);
}

/** Rows in the old order; new ones at the end, gone ones gone. */
export function freeze<Row extends { readonly id: string }>(rows: readonly Row[], ids: readonly string[]): { rows: readonly Row[]; moved: number } {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = ids.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(ids);
  const shown = [...kept, ...rows.filter((row) => !known.has(row.id))];
  return { rows: shown, moved: shown.filter((row, index) => rows[index]?.id !== row.id).length };
}
