"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { operationsOptions } from "@/lib/tasks/queries";
import { Time } from "../formatting/time";
import { useOperationText } from "../logs/operation-list";
import { Card } from "../ui/card";
import { Collapsible } from "../ui/collapsible";
import { DifferenceList } from "./difference-list";
import { differences } from "@/lib/tasks/configuration/differences";

/** Entries of the operation log that changed the task's configuration, each with what was before and after. */
export function ChangeHistory({ taskId }: { taskId: string }) {
  const t = useTranslations("configuration.history");
  const text = useOperationText();
  const { data } = useQuery(operationsOptions({ taskId }));
  const changes = (data?.rows ?? []).flatMap((row) => {
    const list = row.result === "done" ? differences(row.detail["before"], row.detail["after"]) : [];
    return list.length > 0 ? [{ row, list }] : [];
  });
  return (
    <Card
      title={t("title")}
      description={t("lead")}
      actions={
        <Link className="link inline-flex min-h-6 items-center text-sm" href={`/operation-logs?task=${taskId}`}>
          {t("all")}
        </Link>
      }
    >
      {changes.length === 0 ? (
        <p className="text-sm text-muted">{t("none")}</p>
      ) : (
        <ol className="flex flex-col gap-2">
          {changes.map(({ row, list }) => (
            <li key={row.id} className="text-sm">
              <span className="text-muted">
                <Time ms={row.atMs} form="timestamp" /> · {row.actor} ·{" "}
              </span>
              <span className="font-medium">{text(row.action)}</span>
              {row.reason && <span className="text-muted"> — {row.reason}</span>}
              <Collapsible summary={<span className="code break-all">{list.map(({ path }) => path).slice(0, 3).join(", ") + (list.length > 3 ? ` +${list.length - 3}` : "")}</span>}>
                <DifferenceList list={list} />
              </Collapsible>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
