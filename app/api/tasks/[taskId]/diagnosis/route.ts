import { getDiagnosis } from "@/lib/diagnosis/data";
import { route } from "@/lib/http/route";

/** The newest diagnosis, or `?number=3`. `{ diagnosis: null }` when there is none. */
export const GET = route<{ taskId: string }>(async ({ params, search }) => {
  const number = Number(search.get("number"));
  return { diagnosis: await getDiagnosis(params.taskId, Number.isInteger(number) && number > 0 ? number : undefined) };
});
