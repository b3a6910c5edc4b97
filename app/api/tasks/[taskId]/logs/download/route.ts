import { readFile } from "node:fs/promises";
import { getSessionUser } from "@/lib/auth/session";
import { environment } from "@/lib/config/env";
import { AppError } from "@/lib/errors/app-error";
import { json } from "@/lib/http/route";
import { httpStatus, publicError } from "@/lib/http/public-error";
import { segmentsOf, taskLogFolder } from "@/lib/logging/task-log";
import { getTaskRow } from "@/lib/tasks/data";

/** The whole log that is kept, oldest line first. */
export async function GET(_request: Request, context: { params: Promise<{ taskId: string }> }): Promise<Response> {
  try {
    if ((await getSessionUser()) === null) throw new AppError("not-signed-in");
    const { id } = await getTaskRow((await context.params).taskId);
    const segments = segmentsOf(taskLogFolder(environment().dataDir, id));
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = segments.shift();
        if (!next) return controller.close();
        controller.enqueue(await readFile(next.path).catch(() => new Uint8Array()));
      },
    });
    return new Response(body, {
      headers: { "content-type": "application/x-ndjson; charset=utf-8", "content-disposition": `attachment; filename="${id}.log.jsonl"`, "cache-control": "no-store" },
    });
  } catch (error) {
    const said = publicError(error);
    return json({ error: said }, httpStatus(said));
  }
}
