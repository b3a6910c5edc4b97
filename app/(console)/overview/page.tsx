import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { OverviewScreen } from "@/components/overview/overview-screen";
import { requireUser } from "@/lib/auth/session";
import { listOperations } from "@/lib/operations/data";
import { listRunners } from "@/lib/resources/data";
import { inReadersLanguage } from "@/lib/http/reader";
import { listRecentEvents } from "@/lib/tasks/across/data";
import { listTasks } from "@/lib/tasks/data";
import { parseTaskListQuery } from "@/lib/tasks/query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("overview");
  return { title: t("title") };
}

export default async function OverviewPage() {
  await requireUser();
  const [tasks, runners, operations, events] = await Promise.all([listTasks(parseTaskListQuery({ pageSize: "100", sort: "lag" })).then(inReadersLanguage), listRunners(), listOperations(), listRecentEvents(8).then(inReadersLanguage)]);
  return <OverviewScreen initial={tasks} initialRunners={runners} initialOperations={operations} initialEvents={events} />;
}
