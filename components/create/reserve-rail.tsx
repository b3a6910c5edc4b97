"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Capacity } from "@/lib/resources/view";
import { instanceClasses, type InstanceClass } from "@/lib/tasks/instance-class";
import { useFormat } from "../formatting/use-format";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value-list";
import { placesLeft } from "./places-left";

/** What the choices reserve, and what of it is metered. */
export function ReserveRail({
  instanceClass,
  region,
  quantity,
  capacity,
  actions,
}: {
  instanceClass: InstanceClass;
  region: string;
  quantity: number;
  capacity: Capacity;
  actions: ReactNode;
}) {
  const t = useTranslations("create");
  const tClass = useTranslations("tasks.class");
  const format = useFormat();
  const { rowsPerSecond, appliers } = instanceClasses[instanceClass];
  const rows = [
    { key: "schema", label: t("billing.schema"), free: true },
    { key: "full", label: t("billing.full"), free: true },
    { key: "incremental", label: t("billing.incremental"), free: false },
  ];
  return (
    <>
      <Card title={t("reserve.title")}>
        <KeyValueList
          className="grid-cols-[auto_minmax(0,1fr)] sm:grid-cols-[auto_minmax(0,1fr)] [&_dd]:pt-1 [&_dd]:text-right [&_dd]:nums"
          items={[
            { key: "class", label: t("reserve.class"), value: tClass(instanceClass) },
            { key: "limit", label: t("reserve.limit"), value: rowsPerSecond === null ? t("noCap") : t("cap", { count: format.exact(rowsPerSecond) }) },
            { key: "writers", label: t("reserve.writers"), value: appliers },
            { key: "region", label: t("reserve.region"), value: region },
            { key: "places", label: t("reserve.places"), value: t("places.left", { left: placesLeft(capacity), places: capacity.places }) },
            { key: "instances", label: t("reserve.instances"), value: quantity },
          ]}
        />
      </Card>
      {actions}
      <Card title={t("billing.title")}>
        <ul className="flex flex-col gap-1.5 text-sm">
          {rows.map((row) => (
            <li key={row.key} className="flex items-center justify-between gap-2">
              <span className="text-muted">{row.label}</span>
              <Badge tone={row.free ? "ok" : "info"}>{row.free ? t("billing.free") : t("billing.metered")}</Badge>
            </li>
          ))}
        </ul>
        <p className="mt-2 text-xs text-muted">{t("billing.paused")}</p>
      </Card>
    </>
  );
}
