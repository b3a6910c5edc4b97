"use client";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";

const parser = parseAsArrayOf(parseAsString).withDefault([]).withOptions({ history: "replace", scroll: false });

/** Rows whose details are open, by task: in the address, so that a copied link shows the same causes. Opening one is no step of the history. */
export function useOpenRows(): readonly [ReadonlySet<string>, (id: string, open: boolean) => void] {
  const [ids, setIds] = useQueryState("open", parser);
  const open = useMemo(() => new Set(ids), [ids]);
  return [open, (id, on) => void setIds((before) => (on ? [...new Set([...before, id])] : before.filter((other) => other !== id)))];
}
