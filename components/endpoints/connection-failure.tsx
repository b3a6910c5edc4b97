"use client";
import { useTranslations } from "use-intl";
import type { ConnectionTest } from "@/lib/endpoints/view";
import { CodeBlock } from "../ui/code-block";
import { FixTabs } from "./fix-tabs";

/** Why a connection failed: the server's own words, our reading of them, and what to copy. */
export function ConnectionFailure({ failure, fixes = failure.fixes }: { failure: NonNullable<ConnectionTest["failure"]>; fixes?: NonNullable<ConnectionTest["failure"]>["fixes"] }) {
  const t = useTranslations("endpoints.failure");
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm">
      <p>
        {failure.cause} {failure.remedy}
      </p>
      <CodeBlock code={failure.raw} label={t("raw")} language={failure.serverErrno === null ? t("systemSaid") : t("serverSaid", { code: failure.serverErrno })} />
      {failure.clientAddress && (
        <p>
          {t.rich("seenFrom", {
            address: failure.clientAddress,
            code: (text) => <span className="code font-medium">{text}</span>,
          })}
        </p>
      )}
      <FixTabs label={t("fixes")} fixes={fixes} />
    </div>
  );
}
