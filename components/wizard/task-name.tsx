"use client";
import { Pencil } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { renameTask } from "@/lib/tasks/actions";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Input } from "../ui/input";
import { SameName } from "./same-name";

/** The task's name as heading; its pencil turns it into a field. */
export function TaskName({ id, name, onNameChange }: { id: string; name: string; onNameChange: (name: string) => void }) {
  const t = useTranslations("wizard");
  const tCommon = useTranslations("common");
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const edited = useRef(false);
  useEffect(() => {
    if (typed === null && edited.current) pencil.current?.focus();
    edited.current = typed !== null;
  }, [typed]);

  if (typed === null) {
    return (
      <span className="flex min-w-0 items-center gap-1">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{name}</h1>
        <IconButton ref={pencil} label={t("rename")} icon={<Pencil aria-hidden />} onClick={() => setTyped(name)} />
      </span>
    );
  }
  const save = async () => {
    setPending(true);
    const result = await renameTask({ id, name: typed }).catch(() => null);
    setPending(false);
    if (result?.ok) {
      onNameChange(typed.trim());
      setError(undefined);
      setTyped(null);
    } else setError(result === null ? t("notSaved") : (result.error.fields?.["name"] ?? result.error.message));
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h1 className="sr-only">{name}</h1>
      <Field label={t("taskName")} error={error} className="w-80 max-w-full">
        <Input
          autoFocus
          value={typed}
          maxLength={128}
          onValueChange={(next) => setTyped(next)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setTyped(null);
          }}
        />
      </Field>
      <Button type="submit" variant="primary" pending={pending}>
        {tCommon("save")}
      </Button>
      <Button onClick={() => setTyped(null)}>{tCommon("cancel")}</Button>
      <SameName id={id} name={typed} />
    </form>
  );
}
