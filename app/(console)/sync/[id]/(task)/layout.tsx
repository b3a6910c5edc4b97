import type { Metadata } from "next";
import type { ReactNode } from "react";
import { loadTask } from "../load-task";
import { TaskFrame } from "@/components/task-page/task-frame";
import { requireUser } from "@/lib/auth/session";

interface Props {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: (await loadTask(id)).name };
}

export default async function TaskLayout({ params, children }: Props) {
  await requireUser();
  const { id } = await params;
  return <TaskFrame initial={await loadTask(id)}>{children}</TaskFrame>;
}
