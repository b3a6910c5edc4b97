"use client";
import { useTranslations } from "use-intl";
import { useTask } from "../task-page/task-context";
import { ButtonLink } from "../ui/button";
import { AlertList } from "./alert-list";
import { RuleList } from "./rule-list";

/** Alerts of the task, and its rules: the console's until they are changed here. */
export function TaskAlerts() {
  const t = useTranslations("alerts");
  const { task } = useTask();
  return (
    <div className="flex flex-col gap-6">
      <AlertList taskId={task.id} />
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-base font-semibold">
            {t("rules.title")}
          </h2>
          <ButtonLink size="sm" href="/alerts/channels">
            {t("tabs.channels")}
          </ButtonLink>
        </div>
        <RuleList taskId={task.id} />
      </div>
    </div>
  );
}
