import { sessionUserOf } from "@/lib/auth/session";
import { InputInvalid } from "@/lib/errors/input-invalid";
import { readerLocale } from "@/lib/http/reader";
import { streamRoute } from "@/lib/http/route";
import { inLanguage } from "@/lib/languages/in-language";
import { consoleStreams } from "@/lib/live/console-streams";
import { liveRead } from "@/lib/live/reads";
import { liveRequestSchema } from "@/lib/live/schema";
import { parse } from "@/lib/http/parse";

/** A stream of what a page shows: `LiveRequest` in, server-sent events of `LiveMessage` out. */
export const POST = streamRoute(async ({ request, user, signal }) => {
  const asked = parse(liveRequestSchema, await request.json().catch(() => null));
  const locale = await readerLocale();
  const topics = asked.topics.map(({ path }) => {
    const found = liveRead(path);
    if (found === null) throw new InputInvalid({ topics: path });
    return { key: `${locale} ${path}`, everyMs: found.everyMs, read: async () => inLanguage(await found.read(), locale) };
  });
  const { headers } = request;
  const viewer = { session: user.sessionId, tab: asked.tab, stillSignedIn: async () => (await sessionUserOf(headers))?.sessionId === user.sessionId };
  return new Response(
    consoleStreams().open(
      topics,
      asked.topics.map(({ known }) => known),
      viewer,
      signal,
    ),
    {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        // Nothing on the way may hold pieces back: not compression, not a proxy.
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
        // Or the server waits for this connection when it ends.
        connection: "close",
        "x-content-type-options": "nosniff",
      },
    },
  );
});
