"use client";
import { useTranslations } from "use-intl";
import { Collapsible } from "../ui/collapsible";

const limits = ["triggers", "keys", "rename", "onlineDdl", "offPeak", "fragmentation", "whitelist"] as const;

/** What MySQL → PolarDB for MySQL asks of its operator, before it hurts. */
export function Limits() {
  const t = useTranslations("wizard.limits");
  return (
    <Collapsible summary={t("title")} className="mb-4">
      <dl className="grid max-w-5xl gap-x-8 gap-y-2.5 rounded-lg border border-line bg-surface p-4 text-sm md:grid-cols-2">
        {limits.map((limit) => (
          <div key={limit}>
            <dt className="font-medium">{t(`${limit}.title`)}</dt>
            <dd className="text-muted">{t(`${limit}.body`)}</dd>
          </div>
        ))}
      </dl>
    </Collapsible>
  );
}
