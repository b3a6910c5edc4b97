"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import type { ClusterView, HostView, RegionView } from "@/lib/resources/view";
import { taskKeys } from "@/lib/tasks/queries";
import type { EndpointsForm } from "@/lib/tasks/schema";
import { changeConnection, type ConnectionChange } from "@/lib/tasks/settings/actions";
import type { TaskDraft } from "@/lib/tasks/view";
import { useTask } from "../task-page/task-context";
import { Button, ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { showToast } from "../ui/toast";
import { ConnectionResult } from "./connection-result";
import { DestinationPanel, SourcePanel } from "./endpoint-panels";
import { type EndpointValues, endpointsResolverSchema, endpointValues } from "./endpoint-values";

interface Props {
  draft: TaskDraft;
  sourceRegion: RegionView;
  destinationRegion: RegionView;
  hosts: readonly HostView[];
  clusters: readonly ClusterView[];
}

/** Both endpoints of a task that has been started. Nothing is changed before both sides have answered with the new values. */
export function ChangeConnectionForm({ draft, sourceRegion, destinationRegion, hosts, clusters }: Props) {
  const t = useTranslations("configuration.connection");
  const client = useQueryClient();
  const router = useRouter();
  const { task } = useTask();
  const [version] = useState(draft.version);
  const [tests, setTests] = useState<ConnectionChange | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const schema = endpointsResolverSchema({ source: draft.sourcePasswordSaved, destination: draft.destinationPasswordSaved });
  const form = useForm<EndpointValues, unknown, EndpointsForm>({ resolver: zodResolver(schema as never) as never, defaultValues: endpointValues(draft.endpoints, draft) });
  const { isSubmitting } = form.formState;
  const back = `/sync/${draft.id}/config`;

  const submit = form.handleSubmit(async ({ name: _name, ...values }) => {
    setProblem(null);
    setTests(null);
    const result = await changeConnection({ id: draft.id, version, form: values }).catch(() => null);
    if (result === null) return setProblem(t("notSaved"));
    if (!result.ok) {
      const fields = Object.entries(result.error.fields ?? {});
      fields.forEach(([path, message], index) => form.setError(path as never, { message }, { shouldFocus: index === 0 }));
      return setProblem(fields.length > 0 ? null : `${result.error.message} ${result.error.remedy}`);
    }
    if (!result.data.changed) return setTests(result.data);
    void client.invalidateQueries({ queryKey: taskKeys.all });
    showToast({ tone: "ok", title: t("done", { name: draft.name }) });
    router.push(back);
    router.refresh();
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div>
          <h2 className="text-lg font-semibold">{t("title")}</h2>
          <p className="text-sm text-muted">{t("lead")}</p>
        </div>
        <Notice tone="info">
          <p>{task.status.live ? t("running") : t("stopped")}</p>
          <p className="text-muted">{t("identity")}</p>
        </Notice>
        {!task.allowed.changeConnection && <Notice tone="warn">{t("refused")}</Notice>}
        {problem && (
          <Notice tone="bad" role="alert" title={t("failed")}>
            {problem}
          </Notice>
        )}
        {tests && (
          <div role="alert" className="flex flex-col gap-3">
            <Notice tone="bad" title={t("failed")}>
              {t("failedBody")}
            </Notice>
            <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 [&>*]:min-w-0">
              <ConnectionResult test={tests.source} side="source" />
              <ConnectionResult test={tests.destination} side="destination" />
            </div>
          </div>
        )}
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 [&>*]:min-w-0">
          <SourcePanel draft={draft} region={sourceRegion} hosts={hosts} />
          <DestinationPanel draft={draft} region={destinationRegion} clusters={clusters} />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink href={back}>{t("back")}</ButtonLink>
          <Button type="submit" variant="primary" pending={isSubmitting} disabled={!task.allowed.changeConnection}>
            {t("submit")}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
