"use client";
import { useTranslations } from "use-intl";
import type { Disposition } from "@/lib/errors/catalogue";
import type { ErrorHelp } from "@/lib/errors/help";
import { Badge, type Tone } from "../ui/badge";
import { KeyValueList } from "../ui/key-value-list";

export const dispositionTones: Record<Disposition, Tone> = { retry: "warn", stop: "bad", answer: "info", lost: "idle", bug: "bad" };

/** One error: what it means, what happens by itself, what cures it. */
export function ErrorFacts({ entry }: { entry: ErrorHelp }) {
  const t = useTranslations("help.errors");
  return (
    <div className="max-w-prose">
      <p className="mb-3 text-base">{entry.sentence}</p>
      <KeyValueList
        items={[
          { key: "kind", label: t("kind"), value: <Badge tone={dispositionTones[entry.disposition]}>{t(`disposition.${entry.disposition}`)}</Badge> },
          { key: "scopeLabel", label: t("scopeLabel"), value: t(`scope.${entry.scope}`) },
          { key: "remedy", label: t("remedy"), value: entry.remedy },
        ]}
      />
    </div>
  );
}
