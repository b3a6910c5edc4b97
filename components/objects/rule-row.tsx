"use client";
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../ui/icon-button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import type { RenameRule, RuleKind } from "./batch-rename";

interface RuleRowProps {
  rule: RenameRule;
  /** From 1. */
  number: number;
  kinds: readonly RuleKind[];
  faulty?: boolean;
  removable: boolean;
  onChange: (patch: Partial<RenameRule>) => void;
  onRemove: () => void;
}

/** One rule for names: its kind, its texts, and a way to take it out. */
export function RuleRow({ rule, number, kinds, faulty = false, removable, onChange, onRemove }: RuleRowProps) {
  const t = useTranslations("objects.batch");
  const texts = rule.kind !== "lower" && rule.kind !== "upper";
  return (
    <li className="flex flex-wrap items-center gap-2">
      <span className="nums w-5 text-right text-sm text-muted">{number}.</span>
      <Select label={t("ruleKind", { number })} className="w-44" value={rule.kind} onValueChange={(kind) => onChange({ kind })} options={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} />
      {texts && (
        <Input
          aria-label={t("ruleText", { number })}
          aria-invalid={faulty || undefined}
          value={rule.text}
          onValueChange={(text) => onChange({ text })}
          className="code w-40 flex-1"
          spellCheck={false}
          autoCapitalize="none"
          placeholder={t(rule.kind === "regex" ? "expression" : "text")}
        />
      )}
      {(rule.kind === "replace" || rule.kind === "regex") && (
        <Input
          aria-label={t("ruleReplacement", { number })}
          value={rule.replacement}
          onValueChange={(replacement) => onChange({ replacement })}
          className="code w-40 flex-1"
          spellCheck={false}
          autoCapitalize="none"
          placeholder={t("replacement")}
        />
      )}
      <IconButton label={t("removeRule", { number })} icon={<X aria-hidden />} disabled={!removable} onClick={onRemove} />
      {rule.like !== undefined && <p className="w-full pl-7 text-xs text-muted">{t("like", { pattern: rule.like })}</p>}
      {faulty && (
        <p role="alert" className="w-full pl-7 text-xs text-bad">
          {t("faulty")}
        </p>
      )}
    </li>
  );
}
