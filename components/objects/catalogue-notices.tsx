"use client";
import { useTranslations } from "use-intl";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import type { SourceCatalogue } from "./use-catalogue";

/** What the tree cannot show, and why: tables that the source's account may not see, names that the destination did not tell. */
export function CatalogueNotices({ catalogue }: { catalogue: Pick<SourceCatalogue, "objects"> }) {
  const t = useTranslations("objects.limited");
  const known = [...catalogue.objects].flatMap(([database, { data }]) => (data ? [{ database, data }] : []));
  const grants = known.flatMap(({ data }) => data.limitedBy ?? []);
  const limited = known.filter(({ data }) => data.limitedBy !== null).map(({ database }) => database);
  const untold = known.filter(({ data }) => data.destination === null).map(({ database }) => database);
  if (limited.length + untold.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 p-2">
      {limited.length > 0 && (
        <Notice tone="warn" title={t("title", { databases: limited.join(", ") })} actions={<CopyButton text={grants.join("\n")} label={t("copy")} />}>
          <p>{t("body")}</p>
          <p className="code mt-1 max-h-24 overflow-y-auto break-all whitespace-pre-wrap">{grants.join("\n")}</p>
        </Notice>
      )}
      {untold.length > 0 && <Notice tone="warn">{t("destination", { databases: untold.join(", ") })}</Notice>}
    </div>
  );
}
