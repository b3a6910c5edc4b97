"use client";
import { useTranslations } from "use-intl";
import type { ConnectionTest } from "@/lib/endpoints/view";
import { Notice } from "../ui/notice";
import { ConnectionFailure } from "./connection-failure";
import { ConnectionLadder } from "./connection-ladder";

/** Answer of Test connection, in its panel. */
export function ConnectionResult({ test, side }: { test: ConnectionTest; side: "source" | "destination" }) {
  const t = useTranslations("endpoints");
  const { facts } = test;
  if (test.ok && facts) {
    const parts = [
      t("result.version", { version: facts.version }),
      ...(facts.binlog ? [facts.binlog.enabled ? t("result.binlog", { format: `${facts.binlog.format ?? "?"}/${facts.binlog.rowImage ?? "?"}` }) : t("result.binlogOff")] : []),
      ...(facts.readOnly === null ? [] : [t("result.readOnly", { value: facts.readOnly ? "ON" : "OFF" })]),
      facts.tls ?? t("result.noTls"),
    ];
    return (
      <Notice tone={side === "destination" && facts.readOnly ? "warn" : "ok"} role="status" title={t("result.connected", { account: facts.seenAs, ms: Math.max(1, Math.round(test.durationMs)) })}>
        <p className="text-muted">{parts.join(" · ")}</p>
        {side === "destination" && facts.readOnly && <p>{t("result.notWritable")}</p>}
      </Notice>
    );
  }
  return (
    <div role="alert" className="rounded-lg border border-bad p-3">
      <p className="mb-2 text-sm font-semibold text-bad">{t("result.failed", { target: `${test.target.host}:${test.target.port}` })}</p>
      <ConnectionLadder label={t("ladder.label", { name: `${test.target.host}:${test.target.port}` })} rungs={test.rungs} failure={test.failure && <ConnectionFailure failure={test.failure} />} />
    </div>
  );
}
