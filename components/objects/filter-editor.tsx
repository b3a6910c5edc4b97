"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { verifyFilter } from "@/lib/tasks/actions";
import { useFormat } from "../formatting/use-format";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { announce } from "../ui/live-region";

interface FilterEditorProps {
  taskId: string;
  database: string;
  table: string;
  value: string;
  onValueChange: (filter: string) => void;
}

/** A WHERE condition, tried at the source before anything depends on it. */
export function FilterEditor({ taskId, database, table, value, onValueChange }: FilterEditorProps) {
  const t = useTranslations("objects.filter");
  const format = useFormat();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const [answer, setAnswer] = useState<{ rows: number; sampleKeys: string[] } | null>(null);
  const verify = async () => {
    setPending(true);
    setError(undefined);
    setAnswer(null);
    const result = await verifyFilter({ id: taskId, database, table, filter: value }).catch(() => null);
    setPending(false);
    if (result?.ok) {
      setAnswer(result.data);
      announce(t("rows", { count: format.exact(result.data.rows) }));
    } else setError(result === null ? t("noAnswer") : (result.error.fields?.["filter"] ?? `${result.error.message} ${result.error.remedy}`));
  };
  return (
    <div className="flex flex-col gap-2">
      <Field label={t("label")} description={t("help")} error={error}>
        <Textarea
          rows={2}
          value={value}
          placeholder={t("placeholder")}
          spellCheck={false}
          autoCapitalize="none"
          className="code"
          maxLength={4000}
          onValueChange={(next) => {
            setError(undefined);
            setAnswer(null);
            onValueChange(next);
          }}
        />
      </Field>
      <div className="flex flex-wrap items-start gap-3">
        <Button size="sm" pending={pending} disabled={value.trim() === ""} onClick={() => void verify()}>
          {t("verify")}
        </Button>
        {answer && (
          <div className="min-w-0 flex-1 text-sm">
            <p className="nums font-medium text-ok">{t("rows", { count: format.exact(answer.rows) })}</p>
            <p className="text-xs break-words text-muted">
              {answer.sampleKeys.length === 0 ? t("noSample") : t("sample", { keys: answer.sampleKeys.join(" · ") })}
            </p>
          </div>
        )}
      </div>
    </div>
  );
}
