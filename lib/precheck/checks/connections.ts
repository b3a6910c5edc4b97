import type { Check, CheckOutcome } from "../check";
import type { CheckContext, Role } from "../context";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("connections", {
  topic: "Free connections",
  source: "The source has too few free connections",
  destination: "The destination has too few free connections",
  why: "The task opens {needed} connections there. When they are refused it waits and tries again, and falls behind meanwhile.",
});

/** Source: reader, position, loaders. Destination: appliers, loaders, bookkeeping. */
const defaultNeed = { source: 6, destination: 10 } as const;

export const connections: Check = {
  id: "connections", code: "CHECK_CONNECTIONS", side: "both", severity: "warning", ignorable: true, measured: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [source, destination] = [await free(context, "source"), await free(context, "destination")];
    const observed = [source, destination].flatMap((side) => side.observed);
    const short = [source, destination].find((side) => side.free < side.needed);
    if (!short) return { status: "passed", observed };
    const facts = await context.facts(short.role);
    // A limit of the account is raised on the account, one of the server on the server.
    const fixes = short.ofAccount ? [] : settingFixes(short.role, facts, context.endpoint(short.role), { max_connections: facts.maxConnections + short.needed - Math.max(0, short.free) });
    return { status: "warning", title: say(short.role), observed, required: [value(`${short.role}: free`, `≥ ${short.needed}`)], why: say("why", { needed: short.needed }), fixes } satisfies CheckOutcome;
  },
};

async function free(context: CheckContext, role: Role) {
  const facts = await context.facts(role);
  const [status] = await context.query<{ Value: string }>(role, "SHOW GLOBAL STATUS LIKE 'Threads_connected'");
  const [own] = await context.query<{ limit: string }>(role, "SELECT @@session.max_user_connections AS `limit`");
  const used = Number(status?.Value ?? 0);
  // The session value is the account's limit where it has one (manual, "max_user_connections").
  const ofAccount = Number(own?.limit ?? 0);
  const ofServer = facts.maxConnections - used;
  return {
    role,
    free: ofAccount > 0 ? Math.min(ofAccount, ofServer) : ofServer,
    ofAccount: ofAccount > 0 && ofAccount < ofServer,
    needed: context.input.options.connections?.[role] ?? defaultNeed[role],
    observed: [value(`${role}: Threads_connected / max_connections`, `${used} / ${facts.maxConnections}`), ...(ofAccount > 0 ? [value(`${role}: max_user_connections`, ofAccount)] : [])],
  };
}
