import { route } from "@/lib/http/route";
import { listVerifications } from "@/lib/verification/data";

export const GET = route<{ taskId: string }>(({ params }) => listVerifications(params.taskId));
