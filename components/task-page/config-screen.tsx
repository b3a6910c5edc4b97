"use client";
import dynamic from "next/dynamic";
import { Download } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { stepPath } from "@/lib/tasks/steps";
import { ChangeHistory } from "../configuration/change-history";
import { SettingsSummary } from "../status/settings-summary";
import { Button, buttonClass, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { useTask } from "./task-context";

// Nobody waits for a dialog that is not open.
const LimitsDialog = dynamic(() => import("../configuration/limits-dialog").then((module) => module.LimitsDialog), { ssr: false });

/** Everything that is set, without passwords: to read, to change, to copy, to run elsewhere; and who changed what. */
export function ConfigScreen({ file }: { file: string | null }) {
  const t = useTranslations("configuration");
  const { task } = useTask();
  const [change, setChange] = useQueryState("change", parseAsStringLiteral(["limits"] as const).withOptions({ history: "push" }));
  const json = JSON.stringify(
    { id: task.id, name: task.name, instanceClass: task.instanceClass, metering: task.metering, project: task.project, tags: task.tags, ...task.settings },
    null,
    2,
  );
  const { allowed } = task;
  return (
    <div className="flex flex-col gap-4">
      <Card
        title={t("title")}
        description={t("lead")}
        actions={
          <>
            {allowed.configure && (
              <ButtonLink size="sm" href={stepPath(task.id, "endpoints")}>
                {t("editWizard")}
              </ButtonLink>
            )}
            {allowed.changeClass && task.settings.objects !== null && (
              <Button size="sm" onClick={() => void setChange("limits")}>
                {t("changeClass")}
              </Button>
            )}
            {allowed.changeConnection && (
              <ButtonLink size="sm" href={`/sync/${task.id}/config/connection`}>
                {t("changeConnection")}
              </ButtonLink>
            )}
            {allowed.createSimilar && (
              <>
                <ButtonLink size="sm" href={`/sync/new?from=${task.id}`}>
                  {t("createSimilar")}
                </ButtonLink>
                <ButtonLink size="sm" href={`/sync/new?from=${task.id}&reverse=true`}>
                  {t("createReverse")}
                </ButtonLink>
              </>
            )}
          </>
        }
      >
        <SettingsSummary task={task} />
      </Card>
      <ChangeHistory taskId={task.id} />
      <Card
        title={t("yaml.title")}
        description={t("yaml.lead")}
        actions={
          file !== null && (
            <a className={buttonClass({ size: "sm" })} href={`/api/tasks/${task.id}/configuration`} download>
              <Download aria-hidden />
              {t("yaml.download")}
            </a>
          )
        }
      >
        {file === null ? (
          <p className="text-sm text-muted">{t("yaml.incomplete")}</p>
        ) : (
          <>
            <CodeBlock label={t("yaml.code", { name: task.name })} language="YAML" code={file} maxHeight="28rem" />
            <p className="mt-2 text-xs text-muted">{t("yaml.run", { file: `${task.id}.yaml` })}</p>
          </>
        )}
      </Card>
      <CodeBlock label={t("json")} language="JSON" code={json} maxHeight="24rem" />
      {change === "limits" && allowed.changeClass && <LimitsDialog task={task} onClose={() => void setChange(null)} />}
    </div>
  );
}
