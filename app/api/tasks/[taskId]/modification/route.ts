import { route } from "@/lib/http/route";
import { getModification } from "@/lib/tasks/modification/data";

export const GET = route<{ taskId: string }>(async ({ params }) => ({ modification: await getModification(params.taskId) }));
