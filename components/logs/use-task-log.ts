"use client";
import { useEffect, useState } from "react";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import type { LogLine, LogPage } from "@/lib/task-logs/view";

export interface LogFilter {
  readonly level: string;
  readonly component: string;
  readonly q: string;
  readonly at: number | null;
}

interface State {
  readonly key: string;
  readonly lines: readonly LogLine[];
  readonly page: LogPage;
}

const pollMs = 2_000;

/** The lines that fit the filter, growing at the end while `live`, and at the beginning on demand. */
export function useTaskLog(taskId: string, filter: LogFilter, live: boolean) {
  const key = JSON.stringify([taskId, filter]);
  const [state, setState] = useState<State | null>(null);
  const [failed, setFailed] = useState(false);
  const shown = state?.key === key ? state : null;
  const ask = (more: Record<string, string | number | undefined>, signal?: AbortSignal) =>
    fetchJson<LogPage>(`/api/tasks/${taskId}/logs${queryString({ level: filter.level || undefined, component: filter.component || undefined, q: filter.q || undefined, ...more })}`, signal);
  const known = shown !== null;
  const end = shown?.page.end;

  useEffect(() => {
    const abort = new AbortController();
    const read = async () => {
      if (document.hidden && known) return;
      try {
        const page = await ask(known ? { after: end } : { at: filter.at ?? undefined }, abort.signal);
        if (abort.signal.aborted) return;
        setFailed(false);
        setState((before) => (before?.key === key ? { key, lines: [...before.lines, ...page.lines], page: { ...page, more: before.page.more, components: [...new Set([...before.page.components, ...page.components])].sort() } } : { key, lines: page.lines, page }));
      } catch {
        if (!abort.signal.aborted) setFailed(true);
      }
    };
    if (!known) void read();
    const timer = known && live ? window.setInterval(() => void read(), pollMs) : undefined;
    return () => {
      abort.abort();
      window.clearInterval(timer);
    };
    // Asked again when the filter or the end of what is known changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, known, end, live]);

  const older = async () => {
    const first = shown?.lines[0];
    if (!first) return;
    const page = await ask({ before: first.cursor });
    setState((before) => (before?.key === key ? { ...before, lines: [...page.lines, ...before.lines], page: { ...before.page, more: page.more } } : before));
  };
  return { lines: shown?.lines ?? [], page: shown?.page ?? null, failed, older };
}
