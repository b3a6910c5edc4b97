"use client";
import { useTranslations } from "use-intl";
import { stepPath } from "@/lib/tasks/steps";
import { SettingsSummary } from "../status/settings-summary";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { useTask } from "./task-context";

/** Everything that is set, without passwords: to read, to compare, to copy. */
export function ConfigScreen() {
  const t = useTranslations("taskPage.config");
  const { task } = useTask();
  const json = JSON.stringify(
    { id: task.id, name: task.name, instanceClass: task.instanceClass, metering: task.metering, project: task.project, tags: task.tags, ...task.settings },
    null,
    2,
  );
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={t("title")}
        description={t("readOnly")}
        actions={
          task.allowed.configure && (
            <ButtonLink size="sm" href={stepPath(task.id, "endpoints")}>
              {t("change")}
            </ButtonLink>
          )
        }
      >
        <SettingsSummary task={task} />
      </Card>
      <CodeBlock label={t("json")} language="JSON" code={json} maxHeight="32rem" />
    </div>
  );
}
