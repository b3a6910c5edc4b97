import { ConfigScreen } from "@/components/task-page/config-screen";
import { AppError } from "@/lib/errors/app-error";
import { taskFileText } from "@/lib/tasks/configuration/data";

export default async function ConfigPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const file = await taskFileText(id).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  return <ConfigScreen file={file} />;
}
