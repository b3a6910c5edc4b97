"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { errorCatalogue, type ErrorCode } from "@/lib/errors/catalogue";
import { Badge, type Tone } from "../ui/badge";
import { SearchInput } from "../ui/input";

const tones: Record<(typeof errorCatalogue)[ErrorCode]["disposition"], Tone> = { retry: "warn", stop: "bad", answer: "info", lost: "idle", bug: "bad" };

/** The error catalogue as documentation: each code has an anchor that error cards link to. */
export function ErrorCodes() {
  const t = useTranslations("help.errors");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const codes = (Object.keys(errorCatalogue) as ErrorCode[]).filter((code) =>
    `${code} ${errorCatalogue[code].sentence} ${errorCatalogue[code].remedy}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <SearchInput className="mb-4 max-w-96" label={t("search")} placeholder={t("search")} value={search} onValueChange={setSearch} />
      {codes.length === 0 && <p className="text-sm text-muted">{t("none")}</p>}
      <ul className="divide-y divide-line rounded-lg border border-line">
        {codes.map((code) => {
          const { sentence, remedy, disposition } = errorCatalogue[code];
          return (
            <li key={code} id={code} className="scroll-mt-16 px-4 py-3 text-sm target:bg-selected">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <h2 className="code font-semibold">{code}</h2>
                <Badge tone={tones[disposition]}>{t(`disposition.${disposition}`)}</Badge>
              </div>
              <p>{sentence}</p>
              <p className="text-muted">{remedy}</p>
            </li>
          );
        })}
      </ul>
    </>
  );
}
