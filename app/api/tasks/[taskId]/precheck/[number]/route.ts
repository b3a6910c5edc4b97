import { AppError } from "@/lib/errors/app-error";
import { route } from "@/lib/http/route";
import { getPrecheckRun } from "@/lib/precheck/data";

/** A run by its number, or `latest` (null when there is none yet). `?against=3` compares it with that run instead of the one before. */
export const GET = route<{ taskId: string; number: string }>(async ({ params, search }) => {
  if (params.number === "latest") return getPrecheckRun(params.taskId, "latest");
  const against = search.get("against") ?? "";
  const run = /^\d{1,9}$/.test(params.number) ? await getPrecheckRun(params.taskId, Number(params.number), /^\d{1,9}$/.test(against) ? Number(against) : null) : null;
  if (run === null) throw new AppError("not-found");
  return run;
});
