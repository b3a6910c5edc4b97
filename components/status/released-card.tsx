"use client";
import { useTranslations } from "use-intl";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";

/** What is left of a task: who released it and when, and where what it was can be read. */
export function ReleasedCard({ task }: { task: TaskDetail }) {
  const t = useTranslations("status.released");
  const format = useFormat();
  const { released } = task;
  return (
    <Notice
      tone="idle"
      title={t("title")}
      actions={
        <ButtonLink size="sm" href={`/sync/${task.id}/config`}>
          {t("configuration")}
        </ButtonLink>
      }
    >
      {released && (
        <p className="nums">
          {t("by", { who: released.by, time: format.timestamp(released.atMs) })} {released.reason && t("reason", { reason: released.reason })}
        </p>
      )}
      <p>{t("body")}</p>
    </Notice>
  );
}
