"use client";
import { Ban, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type ChangeKinds, ddlKindText } from "@/lib/change-kinds/change-kinds";
import { Badge, type Tone } from "../ui/badge";
import { cn } from "../ui/class-names";
import { editOf, rulesOf, setAside } from "./selection";
import type { SelectedRow } from "./selected-rows";

interface Chip {
  readonly key: string;
  readonly tone: Tone;
  readonly text: string;
  /** What the text alone does not say. */
  readonly more?: string;
  readonly icon?: ReactNode;
}

/** What was decided about a selected row. Where they do not all fit, each gives way a little and says itself in full beneath the pointer; trouble stands first and whole. */
export function SelectedChips({ row, total, meets }: { row: SelectedRow; total: number | null; meets: boolean }) {
  const t = useTranslations("objects.chip");
  const { choice } = row;
  const edit = row.kind === "table" ? editOf(choice, row.table) : null;
  const own: ChangeKinds = edit ?? choice;
  const chips: Chip[] = [];
  if (meets) chips.push({ key: "collision", tone: "bad", text: t("collision"), icon: <TriangleAlert aria-hidden /> });
  if (row.kind === "database") {
    if (choice.whole) chips.push({ key: "whole", tone: "info", text: t("whole") });
    else chips.push({ key: "tables", tone: "idle", text: total === null ? t("tables", { count: choice.chosen.length }) : t("someTables", { count: choice.chosen.length, total }) });
    if (rulesOf(choice).length > 0) chips.push({ key: "rules", tone: "info", text: t("rules", { count: rulesOf(choice).length }) });
    if (setAside(choice).length > 0) chips.push({ key: "aside", tone: "warn", text: t("aside", { count: setAside(choice).length }) });
  } else if (row.aside) chips.push({ key: "aside", tone: "warn", text: t("setAside"), icon: <Ban aria-hidden /> });
  if (own.dml) chips.push({ key: "dml", tone: "warn", text: t("dml", { list: own.dml.map((kind) => kind.toUpperCase()).join(", ") }) });
  if (own.ddl) chips.push({ key: "ddl", tone: "info", text: t("ddl", { count: own.ddl.length }), more: own.ddl.map(ddlKindText).join(", ") });
  if (edit?.filter !== undefined) chips.push({ key: "filter", tone: "info", text: t("filter"), more: edit.filter });
  if (edit?.excludeColumns !== undefined) chips.push({ key: "columns", tone: "info", text: t("columns", { count: edit.excludeColumns.length }), more: edit.excludeColumns.join(", ") });
  if (edit?.columnNames !== undefined) chips.push({ key: "renamed", tone: "info", text: t("renamed", { count: Object.keys(edit.columnNames).length }), more: Object.entries(edit.columnNames).map(([from, to]) => `${from} → ${to}`).join(", ") });
  return chips.map(({ key, tone, text, more, icon }) => (
    <Badge key={key} tone={tone} icon={icon} className={cn("nums ml-1 h-5", key === "collision" ? "shrink-0" : "min-w-9 shrink")}>
      <span title={more === undefined ? text : `${text}: ${more}`}>{text}</span>
    </Badge>
  ));
}
