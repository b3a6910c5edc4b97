import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { serverTranslator } from "@/components/i18n/request";
import { columnsCookie, readHiddenColumns } from "@/components/task-list/hidden-columns";
import { regionCookie } from "@/components/task-list/region-cookie";
import { TaskListScreen } from "@/components/task-list/task-list-screen";
import { requireUser } from "@/lib/auth/session";
import { listRegions, listRunners } from "@/lib/resources/data";
import { inReadersLanguage } from "@/lib/http/reader";
import { listTasks } from "@/lib/tasks/data";
import { parseTaskListQuery } from "@/lib/tasks/query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("tasks");
  return { title: t("title") };
}

export default async function TasksPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireUser();
  const search = await searchParams;
  const regions = await listRegions();
  const jar = await cookies();
  const remembered = jar.get(regionCookie)?.value;
  const hidden = jar.get(columnsCookie)?.value;
  // A bare address means "where I was"; any link with filters of its own is taken as it stands.
  if (Object.keys(search).length === 0 && remembered && regions.some((region) => region.id === remembered))
    redirect(`/sync?region=${encodeURIComponent(remembered)}`);
  const query = parseTaskListQuery(search);
  const [list, runners] = await Promise.all([listTasks(query).then(inReadersLanguage), listRunners()]);
  return <TaskListScreen initialQuery={query} initialList={list} initialRegions={regions} initialRunners={runners} initialHidden={readHiddenColumns(hidden && decodeURIComponent(hidden))} />;
}
