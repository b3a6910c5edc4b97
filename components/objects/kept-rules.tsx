"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { nameRuleKinds } from "@/lib/object-names/name-rules";
import { Button } from "../ui/button";
import { FieldGroup } from "../ui/field";
import type { RenameRule } from "./batch-rename";
import { RuleRow } from "./rule-row";

/** Rules that name a whole database's tables, later ones included: to change and to take out. */
export function KeptRules({ rules, onChange }: { rules: readonly RenameRule[]; onChange: (rules: readonly RenameRule[]) => void }) {
  const t = useTranslations("objects.rules");
  const tBatch = useTranslations("objects.batch");
  return (
    <FieldGroup label={t("label")} description={t("help")}>
      <ol className="flex flex-col gap-2">
        {rules.map((rule, index) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            number={index + 1}
            kinds={nameRuleKinds}
            removable
            onChange={(patch) => onChange(rules.map((each) => (each.id === rule.id ? { ...each, ...patch } : each)))}
            onRemove={() => onChange(rules.filter((each) => each.id !== rule.id))}
          />
        ))}
      </ol>
      <Button size="sm" className="self-start" icon={<Plus aria-hidden />} onClick={() => onChange([...rules, { id: String(1 + Math.max(0, ...rules.map(({ id }) => Number(id)))), kind: "prefix", text: "", replacement: "" }])}>
        {tBatch("addRule")}
      </Button>
      {rules.some((rule) => !isComplete(rule)) && <p className="text-xs text-bad">{t("incomplete")}</p>}
    </FieldGroup>
  );
}

/** It says what is added, removed or looked for. */
const isComplete = ({ kind, text }: RenameRule): boolean => kind === "lower" || kind === "upper" || text !== "";
