import { AppError } from "@/lib/errors/app-error";
import { fileRoute } from "@/lib/http/route";
import { affectedCsv } from "@/lib/precheck/affected/data";
import { affectedQuerySchema } from "@/lib/precheck/affected/schema";

export const GET = fileRoute<{ taskId: string; number: string }>(async ({ params, search }) => {
  if (!/^\d{1,9}$/.test(params.number)) throw new AppError("not-found");
  const { check } = affectedQuerySchema.parse(Object.fromEntries(search));
  return { name: `${params.taskId}-precheck-${params.number}-${check}.csv`, type: "text/csv; charset=utf-8", text: await affectedCsv(params.taskId, Number(params.number), check) };
});
