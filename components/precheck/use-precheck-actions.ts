"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Result } from "@/lib/http/result";
import { acceptWarnings, acceptWarningsAndStart, cancelPrecheck, ignoreItem, runPrecheck, startTask, unignoreItem } from "@/lib/tasks/actions";
import { taskKeys } from "@/lib/tasks/queries";
import { newRequestId } from "../tasks/use-task-action";
import { showToast } from "../ui/toast";

export type PrecheckAction = "again" | "one" | "rest" | "cancel" | "ignore" | "unignore" | "accept" | "acknowledge" | "start";

/** What can be done with a run. One action at a time; a refused one says why and the page catches up with what is so. */
export function usePrecheckActions(taskId: string, number: number) {
  const t = useTranslations("precheck");
  const client = useQueryClient();
  const router = useRouter();
  const [pending, setPending] = useState<PrecheckAction | null>(null);
  const requestId = useRef<string | null>(null);

  async function act<T>(kind: PrecheckAction, work: (requestId: string) => Promise<Result<T>>): Promise<Result<T> | null> {
    setPending(kind);
    requestId.current ??= newRequestId();
    const result = await work(requestId.current).catch(() => null);
    requestId.current = null;
    await client.invalidateQueries({ queryKey: taskKeys.task(taskId) });
    setPending(null);
    // The dialog of Ignore shows its own refusals.
    if (!result?.ok && kind !== "ignore") showToast({ tone: "bad", title: t(`refused.${kind}`), ...(result ? { description: `${result.error.message} ${result.error.remedy}` } : {}) });
    return result;
  }
  const run = async (only?: { id: string; code: string }) => {
    const result = await act(only ? "one" : "again", (asked) => runPrecheck({ id: taskId, requestId: asked, ...(only ? { only: [only.id] } : {}) }));
    if (result?.ok) router.replace(`/sync/${taskId}/precheck/${result.data.number}${only ? `?item=${only.code}` : ""}`, { scroll: false });
  };
  const runRest = async (only: readonly string[]) => {
    const result = await act("rest", (asked) => runPrecheck({ id: taskId, requestId: asked, only: [...only] }));
    if (result?.ok) router.replace(`/sync/${taskId}/precheck/${result.data.number}`, { scroll: false });
  };
  return {
    pending,
    runAgain: () => void run(),
    runOne: (item: { id: string; code: string }) => void run(item),
    /** Checks that have not run. */
    runRest: (only: readonly string[]) => void runRest(only),
    cancel: () => void act("cancel", () => cancelPrecheck({ id: taskId })),
    ignore: (checkId: string, reason: string) => act("ignore", () => ignoreItem({ id: taskId, number, checkId, reason })),
    unignore: (checkId: string) => void act("unignore", () => unignoreItem({ id: taskId, number, checkId })),
    accept: () => act("accept", (asked) => acceptWarningsAndStart({ id: taskId, number, requestId: asked })),
    /** The task starts at its appointed time. */
    acknowledge: () => act("acknowledge", (asked) => acceptWarnings({ id: taskId, number, requestId: asked })),
    start: () => act("start", (asked) => startTask({ id: taskId, requestId: asked })),
  };
}
