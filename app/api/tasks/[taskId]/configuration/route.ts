import { fileRoute } from "@/lib/http/route";
import { taskFileText } from "@/lib/tasks/configuration/data";

/** The task file of the command line. */
export const GET = fileRoute<{ taskId: string }>(async ({ params }) => ({ name: `${params.taskId}.yaml`, type: "application/yaml; charset=utf-8", text: await taskFileText(params.taskId) }));
