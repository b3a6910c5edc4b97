"use client";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { findStartPosition } from "@/lib/tasks/start-position/actions";
import type { FoundPosition } from "@/lib/tasks/start-position/view";
import { useFormat } from "../formatting/use-format";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { fromLocal, toLocal } from "./local-time";
import { useWizard } from "./wizard-context";

type Answer = { readonly kind: "found"; readonly found: FoundPosition } | { readonly kind: "refused"; readonly message: string };

/** A moment → file and offset of the source's binary log, with the earliest moment that is left. */
export function FindPosition({ onFound }: { onFound: (file: string, offset: number) => void }) {
  const t = useTranslations("wizard.findPosition");
  const format = useFormat();
  const { zone } = useTimeZoneChoice();
  const { id } = useWizard().draft;
  const [at, setAt] = useState("");
  const [pending, setPending] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const find = async () => {
    setPending(true);
    setAnswer(null);
    const result = await findStartPosition({ id, at }).catch(() => null);
    setPending(false);
    if (!result?.ok) return setAnswer({ kind: "refused", message: result === null ? t("noAnswer") : `${result.error.message} ${result.error.remedy}` });
    setAnswer({ kind: "found", found: result.data });
    if (result.data.position) onFound(result.data.position.file, result.data.position.offset);
  };
  const found = answer?.kind === "found" ? answer.found : null;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("label")} description={t("help", { zone })} className="max-w-64">
          <Input type="datetime-local" value={toLocal(at, zone)} onValueChange={(local) => setAt(fromLocal(local, zone) ?? "")} />
        </Field>
        <Button icon={<Search aria-hidden />} pending={pending} disabled={at === ""} focusableWhenDisabled onClick={() => void find()}>
          {t("find")}
        </Button>
      </div>
      <p role="status" className="text-sm text-muted">
        {answer?.kind === "refused" && answer.message}
        {found?.position && t("found", { file: found.position.file, offset: String(found.position.offset) })}
        {found && found.position === null && t("gone")} {found?.earliestMs && t("earliest", { time: format.timestamp(found.earliestMs) })}
      </p>
    </div>
  );
}
