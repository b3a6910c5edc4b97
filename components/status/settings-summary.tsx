"use client";
import { useTranslations } from "use-intl";
import { choicesThatLeaveOut } from "@/lib/change-kinds/change-kinds";
import { destinationDatabase, withCapitalization } from "@/lib/object-names/capitalization";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { KeyValueList } from "../ui/key-value-list";

/** Endpoints and the settings that matter in operation, read-only. */
export function SettingsSummary({ task }: { task: TaskDetail }) {
  const t = useTranslations("status.settings");
  const tTasks = useTranslations("tasks");
  const format = useFormat();
  const { endpoints, objects, initialization } = task.settings;
  const side = (address: string | null, id: string | null, account: string | undefined) =>
    address === null ? (
      <span className="text-muted">{t("notSet")}</span>
    ) : (
      <span>
        <span className="code">{address}</span>
        {id && <span className="text-muted"> · {id}</span>}
        {account && <span className="text-muted"> · {account}</span>}
      </span>
    );
  const items = [
    { key: "source", label: t("source"), value: side(task.source.address, task.source.id, endpoints?.source.account) },
    { key: "destination", label: t("destination"), value: side(task.destination.address, task.destination.id, endpoints?.destination.account) },
    {
      key: "objects",
      label: t("objects"),
      value: objects ? (
        withCapitalization(objects.objects, objects.capitalization)
          .map(
            (entry) =>
              `${destinationDatabase(entry, 0) !== entry.database ? `${entry.database} → ${destinationDatabase(entry, 0)}` : entry.database} (${entry.tables ? t("tablesOf", { count: entry.tables.length }) : t("wholeDatabase")})`,
          )
          .join(", ")
      ) : (
        <span className="text-muted">{t("notSet")}</span>
      ),
    },
    ...(objects
      ? [
          ...(objects.capitalization === "source" ? [] : [{ key: "capitalization", label: t("capitalization"), value: t(`capitalizations.${objects.capitalization}`) }]),
          { key: "existing", label: t("existingTables"), value: t(objects.existingTables) },
          { key: "ddl", label: t("onlineDdl"), value: t(objects.onlineDdlTables) },
          ...(choicesThatLeaveOut(objects).length > 0 ? [{ key: "kinds", label: t("kinds"), value: t("kindsLeftOut", { list: choicesThatLeaveOut(objects).map((name) => name || t("wholeTask")).join(", ") }) }] : []),
          ...(objects.heartbeatSeconds === undefined ? [] : [{ key: "heartbeat", label: t("heartbeat"), value: t("heartbeatEvery", { duration: format.duration(objects.heartbeatSeconds * 1_000) }) }]),
          { key: "retry", label: t("retry"), value: t("minutes", { count: format.exact(objects.retryMinutes) }) },
        ]
      : []),
    ...(initialization
      ? [
          {
            key: "initial",
            label: t("initial"),
            value: t(initialization.schema ? (initialization.data ? "initialBoth" : "initialSchema") : initialization.data ? "initialData" : "initialNone"),
          },
        ]
      : []),
    { key: "class", label: t("class"), value: `${tTasks(`class.${task.instanceClass}`)} · ${task.endsAtMs === null ? tTasks(`metering.${task.metering}`) : tTasks("metering.until", { time: format.dateTime(task.endsAtMs) })}` },
    { key: "created", label: t("created"), value: t("createdBy", { time: format.dateTime(task.createdAtMs), who: task.createdBy }) },
  ];
  return <KeyValueList items={items} />;
}
