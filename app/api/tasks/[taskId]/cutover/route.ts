import { getCutover } from "@/lib/cutover/data";
import { route } from "@/lib/http/route";

export const GET = route<{ taskId: string }>(({ params }) => getCutover(params.taskId));
