import { json } from "@/lib/http/route";
import { controlDatabaseAnswers } from "@/lib/resources/data";

export const dynamic = "force-dynamic";

/** For supervisors: says whether the control database answers and a runner lives. Needs nobody signed in and tells nothing else. */
export async function GET(): Promise<Response> {
  try {
    const { runner } = await controlDatabaseAnswers();
    return json({ status: "ok", runner }, 200);
  } catch {
    return json({ status: "unavailable", runner: false }, 503);
  }
}
