"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Result } from "@/lib/http/result";
import { saveDraft } from "@/lib/tasks/actions";
import { stepPath, type WizardStep } from "@/lib/tasks/steps";
import type { TaskDraft } from "@/lib/tasks/view";
import { draftOptions, newerDraft } from "./draft-query";
import { clearStash, stash, stashed } from "./draft-stash";

type FormStep = Exclude<WizardStep, "precheck">;

/** What saving a step answers. */
interface Saved {
  readonly version: number;
  readonly nextStep: WizardStep;
  readonly savedAtMs: number;
}

export interface Wizard {
  readonly step: WizardStep;
  /** The newest known draft. A form takes its first values from here when it mounts; it is mounted anew after a reload. */
  readonly draft: TaskDraft;
  /** What the form starts from: typed and not saved as valid yet, else the saved step, else null. Unchecked shape. */
  readonly startValues: unknown;
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly savedAtMs: number | null;
  readonly saveState: "idle" | "saving" | "failed";
  /** Keeps half-filled values (without passwords): at once in this tab, 800 ms later at the server. */
  readonly keep: (values: Record<string, unknown>) => void;
  /** Sends what `keep` still holds. */
  readonly flush: () => Promise<void>;
  /** Runs an action that takes the version; a conflict is shown on the page, other refusals are answered. */
  readonly save: <T extends Saved>(work: (version: number) => Promise<Result<T>>) => Promise<Result<T>>;
  readonly goTo: (step: WizardStep) => void;
  /** Somebody else, or another tab, saved this task in the meantime. */
  readonly conflict: boolean;
  readonly reload: () => Promise<void>;
}

const WizardContext = createContext<Wizard | null>(null);

export function useWizard(): Wizard {
  const wizard = use(WizardContext);
  if (wizard === null) throw new Error("useWizard needs a WizardProvider above it.");
  return wizard;
}

const debounceMs = 800;
// This tab's own writes, across the pages of the wizard: they are no conflict.
const ownSaves = new Map<string, number>();

export function WizardProvider({ initial, step, children }: { initial: TaskDraft; step: WizardStep; children: (mount: number) => ReactNode }) {
  const client = useQueryClient();
  const router = useRouter();
  const { id } = initial;
  const options = useMemo(() => draftOptions(id), [id]);
  const [base, setBase] = useState(() => newerDraft(initial, client.getQueryData(options.queryKey)));
  const query = useQuery({ ...options, initialData: base, initialDataUpdatedAt: 0, refetchOnMount: "always", refetchInterval: 10_000, enabled: step !== "precheck" });
  const [known, setKnown] = useState({ version: base.version, savedAtMs: base.savedAtMs });
  const [mount, setMount] = useState(0);
  const [name, setName] = useState(base.name);
  const [saveState, setSaveState] = useState<Wizard["saveState"]>("idle");
  const [refused, setRefused] = useState(false);
  const pending = useRef<Record<string, unknown> | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const inFlight = useRef<Promise<void> | null>(null);
  const [touched, setTouched] = useState(false);

  const flush = useCallback(async () => {
    window.clearTimeout(timer.current);
    await inFlight.current;
    const values = pending.current;
    if (values === null) return;
    pending.current = null;
    setSaveState("saving");
    const work = async () => {
      const result = await saveDraft({ id, step, values }).catch(() => null);
      if (result?.ok) {
        const { savedAtMs } = result.data;
        ownSaves.set(id, savedAtMs);
        if (pending.current === null) clearStash(id, step);
        setKnown((last) => ({ ...last, savedAtMs }));
        client.setQueryData(options.queryKey, (last) => (last === undefined ? last : { ...last, savedAtMs, unsaved: { ...last.unsaved, [step]: values } }));
        setSaveState("idle");
      } else setSaveState("failed");
    };
    inFlight.current = work();
    await inFlight.current;
    inFlight.current = null;
  }, [id, step, client, options]);

  const keep = useCallback(
    (values: Record<string, unknown>) => {
      setTouched(true);
      pending.current = values;
      stash(id, step, values);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void flush(), debounceMs);
    },
    [id, step, flush],
  );
  // Leaving the page by a link sends what is left.
  useEffect(() => () => void flush(), [flush]);

  const fresh = query.data;
  const foreign = fresh.version !== known.version ? fresh.version > known.version : (fresh.savedAtMs ?? 0) > Math.max(known.savedAtMs ?? 0, ownSaves.get(id) ?? 0);
  const busy = saveState === "saving";
  const take = useCallback(
    (draft: TaskDraft) => {
      setBase(draft);
      setKnown({ version: draft.version, savedAtMs: draft.savedAtMs });
      setName(draft.name);
      setRefused(false);
      setTouched(false);
      pending.current = null;
      window.clearTimeout(timer.current);
      clearStash(id, step);
      setMount((last) => last + 1);
    },
    [id, step],
  );
  useEffect(() => {
    // Nothing typed here yet: what another tab saved is simply shown.
    if (foreign && !busy && !touched) take(fresh);
  }, [foreign, busy, fresh, touched, take]);

  useEffect(() => {
    // A reload in the middle of typing: the last words are in this tab only.
    const left = step === "precheck" ? null : stashed(id, step);
    if (left === null) return;
    setBase((last) => ({ ...last, unsaved: { ...last.unsaved, [step]: left } }));
    setMount((last) => last + 1);
    setTouched(true);
    pending.current = left;
    void flush();
  }, [id, step, flush]);

  const save = useCallback<Wizard["save"]>(
    async (work) => {
      window.clearTimeout(timer.current);
      await inFlight.current;
      const result = await work(known.version);
      if (result.ok) {
        const { version, savedAtMs, nextStep } = result.data;
        pending.current = null;
        setTouched(false);
        clearStash(id, step);
        ownSaves.set(id, savedAtMs);
        setKnown({ version, savedAtMs });
        client.setQueryData(options.queryKey, (last) => {
          if (last === undefined) return last;
          const { [step]: _saved, ...unsaved } = last.unsaved;
          return { ...last, version, savedAtMs, nextStep, unsaved };
        });
        await client.invalidateQueries({ queryKey: options.queryKey });
      } else if (result.error.code === "version-conflict") setRefused(true);
      return result;
    },
    [id, step, known.version, client, options],
  );
  const reload = useCallback(async () => {
    const answer = await client.fetchQuery({ ...options, staleTime: 0 });
    take(answer);
    router.refresh();
  }, [client, options, take, router]);
  const goTo = useCallback((to: FormStep | "precheck") => router.push(stepPath(id, to)), [id, router]);

  const conflict = refused || (foreign && !busy && touched);
  const startValues = step === "precheck" ? null : (base.unsaved[step] ?? base[step] ?? null);
  const wizard = useMemo<Wizard>(
    () => ({ step, draft: { ...base, progress: fresh.progress }, startValues, name, setName, savedAtMs: known.savedAtMs, saveState, keep, flush, save, goTo, conflict, reload }),
    [step, base, fresh.progress, startValues, name, known.savedAtMs, saveState, keep, flush, save, goTo, conflict, reload],
  );
  return <WizardContext value={wizard}>{children(mount)}</WizardContext>;
}
