"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { PublicError, Result } from "@/lib/http/result";
import { taskKeys } from "@/lib/tasks/queries";
import { showToast } from "../ui/toast";

/** Name and tags: saved at once, said in a toast; a refusal comes back as the sentence for the form. */
export function useTaskEdit<Input>(save: (input: Input) => Promise<Result<null>>, done: string, onDone: () => void) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: save,
    onSuccess: (result) => {
      if (!result.ok) return;
      showToast({ tone: "ok", title: done });
      onDone();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: taskKeys.all }),
  });
  const said = mutation.data?.ok === false ? sentence(mutation.data.error) : undefined;
  return { save: mutation.mutate, pending: mutation.isPending, error: said };
}

function sentence(error: PublicError): string {
  return Object.values(error.fields ?? {})[0] ?? `${error.message} ${error.remedy}`;
}
