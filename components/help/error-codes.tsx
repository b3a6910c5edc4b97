"use client";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ErrorHelp } from "@/lib/errors/help";
import { Badge } from "../ui/badge";
import { SearchInput } from "../ui/input";
import { dispositionTones } from "./error-facts";

/** The error catalogue as documentation: each code has an anchor that error cards link to, and a page of its own. */
export function ErrorCodes({ errors }: { errors: readonly ErrorHelp[] }) {
  const t = useTranslations("help.errors");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = errors.filter(({ code, sentence, remedy }) => `${code} ${sentence} ${remedy}`.toLowerCase().includes(wanted));
  return (
    <>
      <SearchInput className="mb-4 max-w-96" label={t("search")} placeholder={t("search")} value={search} onValueChange={setSearch} />
      {found.length === 0 && <p className="text-sm text-muted">{t("none")}</p>}
      <ul className="divide-y divide-line rounded-lg border border-line">
        {found.map(({ code, sentence, remedy, disposition }) => (
          <li key={code} id={code} className="scroll-mt-16 px-4 py-3 text-sm target:bg-selected">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h2 className="code font-semibold">
                <Link className="link inline-flex min-h-6 items-center" href={`/help/errors/${code}`}>
                  {code}
                </Link>
              </h2>
              <Badge tone={dispositionTones[disposition]}>{t(`disposition.${disposition}`)}</Badge>
            </div>
            <p>{sentence}</p>
            <p className="text-muted">{remedy}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
