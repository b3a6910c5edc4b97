"use client";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { Notice } from "../ui/notice";
import type { Selection } from "./selection";
import { type ImportFault, importLines, parseText, unknownLines } from "./selection-text";
import type { SourceCatalogue } from "./use-catalogue";

interface ImportDialogProps {
  selection: Selection;
  catalogue: SourceCatalogue;
  onClose: () => void;
  onImport: (selection: Selection, lines: number) => void;
}

/** Lines of text become objects. What the source does not have, or cannot be read, is listed and stays in the box. */
export function ImportDialog({ selection, catalogue, onClose, onImport }: ImportDialogProps) {
  const t = useTranslations("objects.import");
  const tCommon = useTranslations("common");
  const [text, setText] = useState("");
  const [faults, setFaults] = useState<readonly ImportFault[]>([]);
  const [taken, setTaken] = useState<number | null>(null);
  const [pending, setPending] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const run = async () => {
    setPending(true);
    const parsed = parseText(text);
    const known = new Map<string, ReadonlySet<string> | null>();
    for (const database of new Set(parsed.lines.map((line) => line.database))) {
      const exists = catalogue.databases.some((each) => each.name === database && !each.system);
      const objects = exists ? await catalogue.load(database) : null;
      known.set(database, objects && new Set(objects.tables.map((table) => table.name)));
    }
    const unknown = unknownLines(parsed.lines, (database) => known.get(database) ?? null);
    const bad = new Set(unknown.map((fault) => fault.line));
    const good = parsed.lines.filter((line) => !bad.has(line.line));
    const left = [...parsed.faults, ...unknown].sort((one, other) => one.line - other.line);
    setPending(false);
    if (good.length > 0) onImport(importLines(selection, good), good.length);
    if (left.length === 0 && good.length > 0) return onClose();
    setTaken(good.length);
    // Numbered as they stand in the box now.
    setFaults(left.map((fault, index) => ({ ...fault, line: index + 1 })));
    setText(left.map((fault) => fault.text).join("\n"));
    box.current?.focus();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("lead")}
      initialFocus={box}
      className="max-w-160"
      footer={
        <>
          <Button onClick={onClose}>{taken === null ? tCommon("cancel") : tCommon("close")}</Button>
          <Button variant="primary" pending={pending} disabled={text.trim() === ""} onClick={() => void run()}>
            {t("run")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("lines")} description={t("format")}>
          <Textarea
            ref={box}
            rows={8}
            value={text}
            onValueChange={(value) => setText(value)}
            placeholder={"shop\ncrm.orders\ncrm.customers => crm_new.clients"}
            spellCheck={false}
            autoCapitalize="none"
            className="code"
          />
        </Field>
        {taken !== null && (
          <Notice tone={faults.length > 0 ? "warn" : "info"} role="alert" title={t("outcome", { taken, left: faults.length })}>
            {faults.length > 0 && (
              <ul className="mt-1 max-h-40 overflow-y-auto">
                {faults.map((fault) => (
                  <li key={fault.line} className="break-words">
                    <span className="code">{fault.text}</span> — {t(`problems.${fault.problem}`)}
                  </li>
                ))}
              </ul>
            )}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
