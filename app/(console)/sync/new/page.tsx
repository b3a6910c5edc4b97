import { FileUp, MapPin } from "lucide-react";
import type { Metadata } from "next";
import { CreateForm, type SimilarTo } from "@/components/create/create-form";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { requireUser } from "@/lib/auth/session";
import { listRegions, runnerCapacity } from "@/lib/resources/data";
import { listProjects } from "@/lib/tasks/projects/data";
import type { TaskDetail } from "@/lib/tasks/view";
import { loadTask } from "../[id]/load-task";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("create");
  return { title: t("title") };
}

/** `?from=<task>`: with that task's configuration; `&reverse=true`: with its source and destination in each other's place. */
export default async function CreateInstancePage({ searchParams }: { searchParams: Promise<{ from?: string; reverse?: string }> }) {
  await requireUser();
  const { from, reverse } = await searchParams;
  const similar = from === undefined ? undefined : similarTo(await loadTask(from), reverse === "true");
  const [t, shell, tasks, configuration, regions, projects] = await Promise.all([
    serverTranslator("create"),
    serverTranslator("shell"),
    serverTranslator("tasks"),
    serverTranslator("configuration"),
    listRegions(),
    listProjects(),
  ]);
  const capacities = Object.fromEntries(await Promise.all(regions.map(async ({ id }) => [id, await runnerCapacity(id)] as const)));
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/sync", label: tasks("title") }, { label: t("title") }]} />}
        title={similar === undefined ? t("title") : configuration(similar.reverse ? "similar.reverseTitle" : "similar.title")}
        description={t("lead")}
        actions={
          similar === undefined && (
            <ButtonLink href="/sync/import" icon={<FileUp aria-hidden />}>
              {configuration("import.link")}
            </ButtonLink>
          )
        }
      />
      {regions.length === 0 ? (
        <EmptyState
          icon={<MapPin />}
          title={t("noRegion.title")}
          actions={
            <ButtonLink variant="primary" href="/resources/regions?new=1">
              {t("noRegion.action")}
            </ButtonLink>
          }
        >
          {t("noRegion.body")}
        </EmptyState>
      ) : (
        <CreateForm regions={regions} capacities={capacities} projects={projects} similar={similar} />
      )}
    </>
  );
}

function similarTo(task: TaskDetail, reverse: boolean): SimilarTo {
  const [source, destination] = reverse ? [task.destination, task.source] : [task.source, task.destination];
  return {
    id: task.id,
    name: task.name,
    reverse,
    defaults: {
      sourceRegionId: source.regionId,
      destinationRegionId: destination.regionId,
      instanceClass: task.instanceClass,
      project: task.project,
      tags: { ...task.tags },
      name: `${task.name.slice(0, 118)}${reverse ? "-reverse" : "-copy"}`,
    },
  };
}
