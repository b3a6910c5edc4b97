"use client";
import { useTranslations } from "use-intl";
import type { LimitChange } from "@/lib/tasks/settings/schema";
import { useFormat } from "../formatting/use-format";

/** before → after, one line per setting. */
export function ChangeList({ changes }: { changes: readonly LimitChange[] }) {
  const t = useTranslations("configuration.limits");
  const tClass = useTranslations("tasks.class");
  const format = useFormat();
  const shown = (path: LimitChange["path"], value: string | number | null) => {
    if (value === null) return t(path === "heartbeatSeconds" ? "off" : "none");
    if (path === "instanceClass") return tClass(value as "small");
    const number = Number(value);
    if (path.endsWith("bytesPerSecond")) return format.byteRate(number);
    if (path.endsWith("queriesPerSecond")) return t("queriesRate", { count: format.exact(number) });
    if (path.endsWith("rowsPerSecond")) return format.rowRate(number);
    return path === "lagWarnSeconds" || path === "heartbeatSeconds" ? format.duration(number * 1_000) : format.duration(number * 60_000);
  };
  const names: Record<LimitChange["path"], string> = {
    instanceClass: t("class"),
    "caps.full.queriesPerSecond": t("full.queriesPerSecond"),
    "caps.full.rowsPerSecond": t("full.rowsPerSecond"),
    "caps.full.bytesPerSecond": t("full.bytesPerSecond"),
    "caps.incremental.rowsPerSecond": t("incremental.rowsPerSecond"),
    "caps.incremental.bytesPerSecond": t("incremental.bytesPerSecond"),
    heartbeatSeconds: t("heartbeatSeconds"),
    lagWarnSeconds: t("lagWarnSeconds"),
    retryMinutes: t("retryMinutes"),
    otherRetryMinutes: t("otherRetryMinutes"),
  };
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
      {changes.map(({ path, before, after }) => (
        <div key={path} className="contents">
          <dt className="text-muted">{names[path]}</dt>
          <dd className="nums">
            {shown(path, before)} → <strong className="font-semibold">{shown(path, after)}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
