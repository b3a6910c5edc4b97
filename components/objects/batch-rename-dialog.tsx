/* oxlint-disable react/incompatible-library -- the virtualizer measures on its own */
"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowRight, Plus } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/class-names";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { Field } from "../ui/field";
import { keptRules, previewColumns, previewRename, tablesOfColumns, type RenamePreviewRow, type RenameRule, type RenameScope, ruleKinds } from "./batch-rename";
import type { Catalogue, Selection } from "./selection";
import { RuleRow } from "./rule-row";
import { useTableColumns } from "./use-table-columns";

interface BatchRenameDialogProps {
  taskId: string;
  selection: Selection;
  catalogue: Catalogue;
  /** Just these tables of the source; absent = the whole selection. */
  only?: Catalogue | undefined;
  onClose: () => void;
  onApply: (selection: Selection, changed: number) => void;
}

/** The source is asked for the columns of each table by itself. */
const tablesAtOnce = 100;

/** Rules over many names, with what they would do before they do it. */
export function BatchRenameDialog({ taskId, selection, catalogue, only, onClose, onApply }: BatchRenameDialogProps) {
  const t = useTranslations("objects.batch");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const [rules, setRules] = useState<readonly RenameRule[]>([{ id: "1", kind: "prefix", text: "", replacement: "" }]);
  const [scope, setScope] = useState<RenameScope>("tables");
  const [glob, setGlob] = useState("");
  const [keep, setKeep] = useState(false);
  const nextId = useRef(2);
  const fitting = useMemo(() => (scope === "columns" ? tablesOfColumns(selection, glob, catalogue, only ?? null) : []), [selection, scope, glob, catalogue, only]);
  const asked = useMemo(() => fitting.slice(0, tablesAtOnce), [fitting]);
  const read = useTableColumns(taskId, asked);
  /** A whole database can keep the rules for its later tables. */
  const offersKeeping = scope === "tables" && !only && selection.some((choice) => choice.whole);
  const canKeep = keptRules(rules) !== null;
  const keeps = offersKeeping && keep && canKeep;
  const preview = useMemo(
    () => (scope === "columns" ? previewColumns(selection, rules, glob, read.tables) : previewRename(selection, rules, scope, glob, catalogue, only ?? null, keeps)),
    [selection, rules, scope, glob, catalogue, only, keeps, read.tables],
  );
  const change = (id: string, patch: Partial<RenameRule>) => setRules((before) => before.map((rule) => (rule.id === id ? { ...rule, ...patch } : rule)));
  const blocked = (preview.changed === 0 && !keeps) || (keep && offersKeeping && !canKeep) || read.loading > 0 || preview.collisions > 0 || preview.invalid > 0 || preview.faultyRules.length > 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={only ? t("titleOnly", { count: [...only.values()].reduce((sum, names) => sum + names.length, 0) }) : t("title")}
      description={t("lead")}
      className="max-w-200"
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" disabled={blocked} onClick={() => onApply(preview.selection, preview.changed)}>
            {t("apply")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
          <RadioGroup
            label={t("scope")}
            layout="row"
            value={scope}
            onValueChange={setScope}
            options={[
              { value: "tables", label: t("scopeTables") },
              ...(only ? [] : [{ value: "databases" as const, label: t("scopeDatabases") }]),
              { value: "columns", label: t("scopeColumns") },
            ]}
          />
          <Field label={scope === "columns" ? t("globColumns") : t("glob")} {...(scope === "columns" ? { description: t("globColumnsHelp") } : {})} className="w-48">
            <Input value={glob} onValueChange={(value) => setGlob(value)} placeholder="*" className="code" spellCheck={false} />
          </Field>
        </div>
        <ol className="flex flex-col gap-2">
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              number={index + 1}
              kinds={ruleKinds.filter((kind) => (!only && scope !== "columns") || kind !== "database")}
              faulty={preview.faultyRules.includes(rule.id)}
              removable={rules.length > 1}
              onChange={(patch) => change(rule.id, patch)}
              onRemove={() => setRules((before) => before.filter((each) => each.id !== rule.id))}
            />
          ))}
        </ol>
        <Button
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden />}
          onClick={() => setRules((before) => [...before, { id: String(nextId.current++), kind: "suffix", text: "", replacement: "" }])}
        >
          {t("addRule")}
        </Button>
        {offersKeeping && <Checkbox label={t("keep")} description={keep && !canKeep ? t("keepNot") : t("keepHelp")} checked={keep} onCheckedChange={(on) => setKeep(on)} />}
        <div className="flex flex-wrap items-center gap-2" role="status">
          <Badge tone={preview.changed > 0 ? "info" : "idle"}>{t("changed", { count: preview.changed })}</Badge>
          <Badge tone={preview.collisions > 0 ? "bad" : "idle"}>{t("collisions", { count: preview.collisions })}</Badge>
          <Badge tone={preview.invalid > 0 ? "bad" : "idle"}>{t("invalid", { count: preview.invalid })}</Badge>
          <span className="nums text-xs text-muted">{t("of", { count: format.exact(preview.rows.length) })}</span>
          {read.loading > 0 && <span className="nums text-xs text-muted">{t("loading", { count: read.loading })}</span>}
          {read.failed > 0 && <span className="nums text-xs text-bad">{t("unread", { count: read.failed })}</span>}
        </div>
        {fitting.length > asked.length && <p className="text-xs text-muted">{t("tooMany", { count: asked.length })}</p>}
        <PreviewTable rows={preview.rows} />
      </div>
    </Dialog>
  );
}

const rowHeight = 32;

/** Old → new, every object; faults first, so that they need not be looked for. */
function PreviewTable({ rows }: { rows: readonly RenamePreviewRow[] }) {
  const t = useTranslations("objects.batch");
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => [...rows.filter((row) => row.problem !== null), ...rows.filter((row) => row.problem === null)], [rows]);
  const virtualizer = useVirtualizer({ count: sorted.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  if (rows.length === 0) return <p className="text-sm text-muted">{t("noObjects")}</p>;
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="table"
      aria-label={t("preview")}
      aria-rowcount={rows.length + 1}
      className="h-56 overflow-auto rounded-lg border border-line outline-offset-0"
    >
      <div role="rowgroup" className="sticky top-0 z-10 bg-surface text-xs font-medium text-muted">
        <div role="row" className="flex h-8 items-center gap-2 border-b border-line px-3">
          <span role="columnheader" className="min-w-0 flex-1">
            {t("old")}
          </span>
          <span role="columnheader" className="min-w-0 flex-1">
            {t("new")}
          </span>
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index]!;
          return (
            <div
              role="row"
              aria-rowindex={index + 2}
              key={JSON.stringify([row.database, row.table, row.column])}
              className="absolute inset-x-0 flex items-center gap-2 border-b border-line px-3 text-sm"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <span role="cell" className="code min-w-0 flex-1 truncate text-muted" title={row.source}>
                {row.column === undefined ? row.from : `${row.table}.${row.from}`}
              </span>
              <span role="cell" className="flex min-w-0 flex-1 items-center gap-1.5">
                <ArrowRight aria-hidden className="size-3.5 shrink-0 text-muted" />
                <span className={cn("code truncate", row.problem ? "text-bad" : row.from !== row.to && "font-medium")} title={row.to}>
                  {row.to === "" ? "∅" : row.to}
                </span>
                {row.problem && (
                  <span className="truncate text-xs text-bad" title={row.detail ?? undefined}>
                    {row.problem === "collision" ? t("meets", { other: row.detail ?? "" }) : row.detail}
                  </span>
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
