"use client";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { useTranslations } from "use-intl";
import { testConnection } from "@/lib/endpoints/actions";
import type { ConnectionTest } from "@/lib/endpoints/view";
import { showToast } from "../ui/toast";
import type { EndpointValues } from "./endpoint-values";

/** Climbs the ladder with what is typed in one panel; faults of the typed values go to their fields. */
export function useConnectionTest(taskId: string, side: "source" | "destination") {
  const t = useTranslations("endpoints");
  const { getValues, setError, clearErrors } = useFormContext<EndpointValues>();
  const [pending, setPending] = useState(false);
  const [test, setTest] = useState<ConnectionTest | null>(null);
  const run = async () => {
    setPending(true);
    clearErrors([side, `${side}Password`]);
    const values = getValues();
    const result = await testConnection({ taskId, side, form: { [side]: values[side], sourcePassword: values.sourcePassword, destinationPassword: values.destinationPassword } }).catch(() => null);
    setPending(false);
    if (result?.ok) {
      setTest(result.data);
      return;
    }
    setTest(null);
    const fields = Object.entries(result?.error.fields ?? {});
    fields.forEach(([path, message], index) => setError(path as never, { message }, { shouldFocus: index === 0 }));
    if (fields.length === 0) showToast({ tone: "bad", title: t("testFailed"), ...(result ? { description: `${result.error.message} ${result.error.remedy}` } : {}) });
  };
  return { pending, test, run };
}
