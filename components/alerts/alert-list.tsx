"use client";
import { useQuery } from "@tanstack/react-query";
import { Bell, BellOff, BellRing, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { AlertList as Alerts, AlertView } from "@/lib/alerts/view";
import { queryString } from "@/lib/http/fetch-json";
import { answerOf, polled } from "@/lib/live/queries";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { Collapsible } from "../ui/collapsible";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

/** Active alerts and those that are over; of one task, or of all with their names. */
export function AlertList({ taskId }: { taskId?: string }) {
  const t = useTranslations("alerts");
  const { data, error } = useQuery({
    queryKey: ["alerts", "list", taskId ?? ""],
    ...answerOf<Alerts>(`/api/alerts${queryString({ task: taskId })}`),
    refetchInterval: polled(3_000),
  });
  if (error && !data) return <Notice tone="bad">{t("failed")}</Notice>;
  if (!data) return <Skeleton className="h-48" />;
  return (
    <div className="flex flex-col gap-4">
      {data.active.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title={t("none")}>
          {t("noneBody")}
        </EmptyState>
      ) : (
        <Card title={t("active", { count: data.active.length })}>
          <Rows alerts={data.active} named={taskId === undefined} label={t("activeLabel")} />
        </Card>
      )}
      {data.history.length > 0 && (
        <Card title={t("history")}>
          <Rows alerts={data.history} named={taskId === undefined} label={t("history")} />
        </Card>
      )}
    </div>
  );
}

const pages: Record<AlertView["kind"], string> = { lag: "/performance", state: "", runway: "", "no-progress": "/performance", "full-load": "/progress", verification: "/verification", "worker-lost": "", "destination-full": "", "destination-space": "/progress", reminder: "" };

/** Where somebody goes who has read the alert. */
function placeOf({ kind, taskId }: AlertView): string {
  return kind === "worker-lost" ? "/resources/workers" : `/sync/${taskId}${pages[kind]}`;
}

function Rows({ alerts, named, label }: { alerts: readonly AlertView[]; named: boolean; label: string }) {
  const t = useTranslations("alerts");
  const format = useFormat();
  const now = useNow();
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {alerts.map((alert) => (
        <li key={alert.id} className="py-2.5 text-sm first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={alert.state === "active" ? "bad" : "idle"} icon={alert.state === "active" ? <BellRing aria-hidden /> : <Bell aria-hidden />}>
              {t(`kind.${alert.kind}`)}
            </Badge>
            {named && (
              <Link className="link inline-flex min-h-6 items-center font-medium" href={`/sync/${alert.taskId}`}>
                {alert.taskName}
              </Link>
            )}
            <span className="min-w-0 flex-1 break-words max-sm:basis-full">{alert.cause}</span>
            {alert.quiet && (
              <Badge tone="idle" icon={<BellOff aria-hidden />}>
                {t("quiet")}
              </Badge>
            )}
            <span className="nums text-xs text-muted">
              <Time ms={alert.raisedAtMs} form="timestamp" />
              {alert.clearedAtMs !== null ? <> · {t("lasted", { duration: format.duration(alert.clearedAtMs - alert.raisedAtMs) })}</> : now !== null && <> · {t("for", { duration: format.duration(Math.max(0, now - alert.raisedAtMs)) })}</>}
            </span>
          </div>
          {alert.state === "active" && (
            <p className="mt-0.5 text-muted">
              {t(`advice.${alert.kind}`)}{" "}
              <Link className="link inline-flex min-h-6 items-center" aria-label={t("openOf", { where: t(`open.${alert.kind}`), task: alert.taskName })} href={placeOf(alert)}>
                {t(`open.${alert.kind}`)}
              </Link>
            </p>
          )}
          {alert.deliveries.length > 0 && (
            <Collapsible summary={t("deliveries", { count: alert.deliveries.length })}>
              <ul className="mt-1 flex flex-col gap-1 text-xs">
                {alert.deliveries.map((delivery) => (
                  <li key={delivery.id}>
                    {t("delivery", { channel: delivery.channelName, what: t(`what.${delivery.what}`), state: t(`deliveryState.${delivery.state}`), attempts: delivery.attempts })}
                    {delivery.message && <span className="text-bad"> {delivery.message}</span>}
                  </li>
                ))}
              </ul>
            </Collapsible>
          )}
        </li>
      ))}
    </ul>
  );
}
