import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { LogsScreen } from "@/components/logs/logs-screen";
import { requireUser } from "@/lib/auth/session";
import { listOperations } from "@/lib/operations/data";
import { parseOperationQuery } from "@/lib/operations/query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("logs");
  return { title: t("title") };
}

export default async function OperationLogsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requireUser();
  const { task, ...filters } = await searchParams;
  return <LogsScreen initial={await listOperations(parseOperationQuery({ ...filters, taskId: task }))} />;
}
