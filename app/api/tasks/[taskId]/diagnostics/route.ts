import { route } from "@/lib/http/route";
import { diagnosticBundle } from "@/lib/tasks/diagnostics/data";

/** What to hand to whoever helps: state, error, settings, events, log and versions as one text without secrets. */
export const GET = route<{ taskId: string }>(async ({ params }) => ({ bundle: await diagnosticBundle(params.taskId) }));
