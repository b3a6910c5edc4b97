"use client";
import { useRef, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "../ui/dialog";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** For what cannot be undone: the button stays off until the name is typed, the focus begins on Cancel, Enter does not confirm. */
export function ConfirmByTyping({
  open,
  onOpenChange,
  title,
  lead,
  facts,
  instruction,
  name,
  confirm,
  pending,
  onConfirm,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  lead: string;
  facts: readonly string[];
  instruction: ReactNode;
  name: string;
  confirm: string;
  pending: boolean;
  onConfirm: (typed: string) => void;
  /** What else is asked, above the name. */
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState("");
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) setTyped("");
        onOpenChange(next);
      }}
      initialFocus={cancel}
      title={title}
      description={lead}
      footer={
        <>
          <Button ref={cancel} onClick={() => onOpenChange(false)} disabled={pending}>
            {t("cancel")}
          </Button>
          <Button variant="danger" pending={pending} disabled={typed !== name} onClick={() => onConfirm(typed)}>
            {confirm}
          </Button>
        </>
      }
    >
      <ul className="mb-4 list-disc space-y-1 pl-5 text-sm">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {children}
      <Field label={instruction}>
        <Input value={typed} onValueChange={(next) => setTyped(next)} autoComplete="off" spellCheck={false} />
      </Field>
    </AlertDialog>
  );
}
