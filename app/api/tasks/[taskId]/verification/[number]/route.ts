import { route } from "@/lib/http/route";
import { getVerification } from "@/lib/verification/data";

export const GET = route<{ taskId: string; number: string }>(({ params }) => getVerification(params.taskId, Number(params.number)));
