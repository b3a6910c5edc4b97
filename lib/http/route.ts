import { randomUUID } from "node:crypto";
import { AppError } from "../errors/app-error";
import { errorCatalogue } from "../errors/catalogue";
import { logger } from "../logging/logger";
import { getSessionUser, type SessionUser } from "../auth/session";
import { rethrowFrameworkSignal } from "./action";
import { inLanguage } from "../languages/in-language";
import { httpStatus, publicError } from "./public-error";
import { readerLocale } from "./reader";

interface Asked<P> {
  readonly params: P;
  readonly search: URLSearchParams;
  readonly user: SessionUser;
  readonly signal: AbortSignal;
  readonly request: Request;
}

/** When the console began to read this answer, by its own clock: what a stream read earlier is older. Milliseconds. */
export const readAtHeader = "x-read-at";

/**
 * A GET route: signed in, never cached, answers JSON; an error is `{ error: { code, message, remedy, requestId } }` with a fitting status.
 * `export const GET = route(async ({ params, search }) => …)`.
 */
export function route<P = Record<string, never>>(read: (asked: Asked<P>) => Promise<unknown>) {
  return answering<P>(async (asked) => {
    const readAtMs = Date.now();
    const answer = json(inLanguage(await read(asked), await readerLocale()), 200);
    answer.headers.set(readAtHeader, String(readAtMs));
    return answer;
  });
}

/** The same for an answer that goes on: `export const POST = streamRoute(async ({ request, user }) => response)`. */
export function streamRoute(open: (asked: Asked<Record<string, never>>) => Promise<Response>) {
  return answering<Record<string, never>>(open);
}

/** A file to download. */
export interface FileAnswer {
  readonly name: string;
  /** Media type, with its character set. */
  readonly type: string;
  readonly text: string;
}

/** The same for a download: `export const GET = fileRoute(async ({ search }) => ({ name, type, text }))`. */
export function fileRoute<P = Record<string, never>>(read: (asked: Asked<P>) => Promise<FileAnswer>) {
  return answering<P>(async (asked) => {
    const { name, type, text } = await read(asked);
    return new Response(text, {
      headers: { "content-type": type, "content-disposition": `attachment; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`, "cache-control": "no-store", "x-content-type-options": "nosniff" },
    });
  });
}

function answering<P>(reply: (asked: Asked<P>) => Promise<Response>) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    try {
      const user = await getSessionUser();
      if (user === null) throw new AppError("not-signed-in");
      return await reply({ params: await context.params, search: new URL(request.url).searchParams, user, signal: request.signal, request });
    } catch (error) {
      rethrowFrameworkSignal(error);
      const said = publicError(error);
      const status = httpStatus(said);
      const requestId = randomUUID().slice(0, 8);
      const facts = { requestId, path: new URL(request.url).pathname, code: said.code, error };
      if (errorCatalogue[said.code].disposition === "bug") logger("console").error(facts, "route failed");
      else if (status >= 500) logger("console").warn(facts, "route failed");
      return json({ error: { ...inLanguage(said, await readerLocale()), requestId } }, status);
    }
  };
}

export function json(data: unknown, status: number): Response {
  return new Response(JSON.stringify(data), { status, headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" } });
}
