import { AppError } from "@/lib/errors/app-error";
import { route } from "@/lib/http/route";
import { listAffected } from "@/lib/precheck/affected/data";
import { affectedQuerySchema } from "@/lib/precheck/affected/schema";

/** What a finding is about: `?check=same-name-objects&offset=1000&limit=1000&q=log`. */
export const GET = route<{ taskId: string; number: string }>(async ({ params, search }) => {
  if (!/^\d{1,9}$/.test(params.number)) throw new AppError("not-found");
  const { check, offset, limit, q } = affectedQuerySchema.parse(Object.fromEntries(search));
  return listAffected(params.taskId, Number(params.number), check, { offset, limit, sought: q });
});
