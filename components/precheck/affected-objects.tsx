"use client";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Affected, AffectedObject } from "@/lib/precheck/check";
import { CopyButton } from "../ui/copy-button";
import { SearchInput } from "../ui/input";

const nameOf = (object: AffectedObject) => (object.database === null ? object.name : `${object.database}.${object.name}`);
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** What a finding is about, by name. */
export function AffectedObjects({ affected, editLink }: { affected: Affected; editLink?: ((object: AffectedObject) => string | null) | undefined }) {
  const t = useTranslations("precheck.affected");
  const [query, setQuery] = useState("");
  if (affected.total === 0) return null;
  const found = affected.sample.filter((object) => `${nameOf(object)} ${object.note?.text ?? ""}`.toLowerCase().includes(query.trim().toLowerCase()));
  const csv = ["kind,name,note", ...affected.sample.map((object) => [object.kind, nameOf(object), object.note?.text ?? ""].map(cell).join(","))].join("\n");
  return (
    <section>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h3 className="flex-1 text-sm font-semibold max-sm:basis-full">{t("title", { count: affected.total })}</h3>
        {affected.sample.length > 8 && <SearchInput label={t("filter")} placeholder={t("filter")} value={query} onValueChange={setQuery} className="w-44" />}
        <CopyButton text={csv} label={t("copyCsv")}>
          {t("csv")}
        </CopyButton>
      </div>
      <ul tabIndex={0} aria-label={t("title", { count: affected.total })} className="max-h-56 divide-y divide-line overflow-y-auto rounded-md border border-line text-sm">
        {found.map((object) => (
          <li key={`${object.kind} ${nameOf(object)} ${object.note?.text ?? ""}`} className="flex flex-wrap items-baseline gap-x-2 px-3 py-1.5">
            <span className="code break-all">{nameOf(object)}</span>
            <span className="text-xs text-muted">{t(`kind.${object.kind}`)}</span>
            {object.note && <span className="text-xs text-muted">{object.note.text}</span>}
            {editLink?.(object) && (
              <Link href={editLink(object)!} className="link ml-auto min-h-6 text-xs" aria-label={t(object.kind === "column" ? "excludeOf" : "editOf", { name: nameOf(object) })}>
                {t(object.kind === "column" ? "exclude" : "edit")}
              </Link>
            )}
          </li>
        ))}
        {found.length === 0 && <li className="px-3 py-1.5 text-muted">{t("none")}</li>}
      </ul>
      {affected.total > affected.sample.length && <p className="mt-1 text-xs text-muted">{t("sample", { shown: affected.sample.length, total: affected.total })}</p>}
    </section>
  );
}
