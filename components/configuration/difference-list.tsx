"use client";
import { useTranslations } from "use-intl";
import type { Difference } from "@/lib/tasks/configuration/differences";

/** What was, and what is since: one line per value of a configuration. */
export function DifferenceList({ list }: { list: readonly Difference[] }) {
  const t = useTranslations("configuration.history");
  return (
    <dl className="flex flex-col gap-1 text-xs">
      {list.map(({ path, before, after }) => (
        <div key={path} className="grid gap-x-3 sm:grid-cols-[14rem_1fr]">
          <dt className="code break-all text-muted">{path === "" ? t("value") : path}</dt>
          <dd className="code break-all">
            <del className="text-bad">{before ?? t("unset")}</del> → <ins className="text-ok no-underline">{after ?? t("unset")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
