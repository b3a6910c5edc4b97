"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { backlogOptions } from "@/lib/tasks/backlog/queries";
import type { BacklogView } from "@/lib/tasks/backlog/view";
import { useFormat } from "../formatting/use-format";
import { useTask } from "../task-page/task-context";

type Known = Extract<BacklogView, { state: "known" }>;

/** What waits at the source while the task stands still: how much, since when, until when it is kept; `withForecast`: how long catching up will take. */
export function Backlog({ keptUntilMs = null, withForecast = false }: { keptUntilMs?: number | null; withForecast?: boolean }) {
  const t = useTranslations("status.backlog");
  const format = useFormat();
  const { task, paused } = useTask();
  const { data } = useQuery(backlogOptions(task.id, paused));
  if (data?.state === "none") return null;
  const keptUntil = keptUntilMs === null ? null : t("keptUntil", { time: format.dateTime(keptUntilMs) });
  if (data?.state !== "known")
    return (
      <p className="nums text-muted">
        {data ? t("unknown", { message: data.message }) : t("reading")} {data && keptUntil}
      </p>
    );
  const nothing = data.bytes === 0 || data.transactions === 0;
  return (
    <div className="nums flex flex-col gap-1">
      <p>
        {data.complete ? <Amount backlog={data} /> : <strong>{t("gone")}</strong>} {!nothing && data.appliedUpToMs !== null && t("since", { time: format.dateTime(data.appliedUpToMs) })} {keptUntil}
      </p>
      {withForecast && data.complete && !nothing && data.bytes !== null && <Forecast backlog={data} />}
    </div>
  );
}

function Amount({ backlog: { bytes, transactions } }: { backlog: Known }) {
  const t = useTranslations("status.backlog");
  const format = useFormat();
  if (bytes === 0 || transactions === 0) return t("nothing");
  if (bytes === null) return t("uncounted");
  return transactions === null ? t("bytes", { bytes: format.bytes(bytes) }) : t("transactions", { bytes: format.bytes(bytes), count: transactions });
}

function Forecast({ backlog: { catchUp, fastestPerSecond, writtenPerSecond } }: { backlog: Known }) {
  const t = useTranslations("status.backlog");
  const format = useFormat();
  const rate = format.byteRate(fastestPerSecond ?? 0);
  return (
    <p>{catchUp.kind === "eta" ? t("eta", { duration: format.duration(catchUp.ms), rate }) : catchUp.kind === "never" ? t("etaSlow", { written: format.byteRate(writtenPerSecond ?? 0), rate }) : t("etaUnknown")}</p>
  );
}
