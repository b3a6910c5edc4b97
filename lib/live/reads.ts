/** The answers that pages are kept up to date with: what their GET routes read, and a stream reads again. Only of the control database: what asks a source or destination is asked for by its page. */
import { countActiveAlerts, listAlerts } from "../alerts/data";
import { getCutover } from "../cutover/data";
import { AppError } from "../errors/app-error";
import { getSeries } from "../figures/data";
import { timeWindow } from "../figures/time-window";
import { getUsage, getUsageHours } from "../metering/data";
import { parseUsageRange, usageRange } from "../metering/range";
import { listOperations } from "../operations/data";
import { parseOperationQuery } from "../operations/query";
import { getPrecheckRun, listPrecheckRuns } from "../precheck/data";
import { listRegions, listRunners } from "../resources/data";
import { listRecentEvents } from "../tasks/across/data";
import { getTask, listTasks } from "../tasks/data";
import { listGapTables } from "../tasks/gaps/data";
import { getMarks } from "../tasks/marks/data";
import { getModification } from "../tasks/modification/data";
import { listEvents, listTables } from "../tasks/progress/data";
import { parseTaskEventQuery, parseTaskListQuery, parseTaskTableQuery } from "../tasks/query";
import { listConflicts, listNotCarried } from "../tasks/schema-changes/data";
import { conflictQuerySchema } from "../tasks/schema-changes/schema";
import { getTable } from "../tasks/tables/data";
import { getVerification, listVerifications } from "../verification/data";

export interface LiveAsked {
  readonly params: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
}

export interface LiveRead {
  /** A stream reads it no more often. Milliseconds. */
  readonly everyMs: number | ((search: URLSearchParams) => number);
  read(asked: LiveAsked): Promise<unknown>;
}

/** @throws `not-found` */
async function precheckRun({ params, search }: LiveAsked): Promise<unknown> {
  const number = params["number"] ?? "";
  if (number === "latest") return getPrecheckRun(taskOf(params), "latest");
  const against = search.get("against") ?? "";
  const run = /^\d{1,9}$/.test(number) ? await getPrecheckRun(taskOf(params), Number(number), /^\d{1,9}$/.test(against) ? Number(against) : null) : null;
  if (run === null) throw new AppError("not-found");
  return run;
}

function taskOf(params: LiveAsked["params"]): string {
  return params["taskId"] ?? "";
}

function windowOf(search: URLSearchParams, now: number): ReturnType<typeof timeWindow> {
  return timeWindow(search.get("from") ?? "", search.get("to") ?? "", now);
}

/** By the address of the route, with its parameters in brackets. */
export const liveReads = {
  "/api/tasks": { everyMs: 2_000, read: ({ search }) => listTasks(parseTaskListQuery(Object.fromEntries(search))) },
  "/api/tasks/[taskId]": { everyMs: 1_000, read: ({ params }) => getTask(taskOf(params)) },
  "/api/tasks/[taskId]/tables": { everyMs: 2_000, read: ({ params, search }) => listTables(taskOf(params), parseTaskTableQuery(Object.fromEntries(search))) },
  "/api/tasks/[taskId]/tables/[database]/[table]": { everyMs: 2_000, read: ({ params }) => getTable(taskOf(params), { database: decodeURIComponent(params["database"] ?? ""), table: decodeURIComponent(params["table"] ?? "") }) },
  "/api/tasks/[taskId]/events": { everyMs: 1_000, read: ({ params, search }) => listEvents(taskOf(params), parseTaskEventQuery(Object.fromEntries(search))) },
  "/api/tasks/[taskId]/modification": { everyMs: 1_000, read: async ({ params }) => ({ modification: await getModification(taskOf(params)) }) },
  /** `?from=now-6h&to=now`, or milliseconds. */
  "/api/tasks/[taskId]/figures": {
    // In a long window a line moves slowly.
    everyMs: (search) => {
      const { fromMs, toMs } = windowOf(search, Date.now());
      return toMs - fromMs <= 2 * 3_600_000 ? 5_000 : 30_000;
    },
    read: ({ params, search }) => {
      const now = Date.now();
      return getSeries(taskOf(params), windowOf(search, now), now);
    },
  },
  /** `?from=now-6h&to=now`, or milliseconds. */
  "/api/tasks/[taskId]/marks": { everyMs: 5_000, read: ({ params, search }) => getMarks(taskOf(params), windowOf(search, Date.now())) },
  "/api/tasks/[taskId]/not-carried": { everyMs: 5_000, read: ({ params }) => listNotCarried(taskOf(params)) },
  "/api/tasks/[taskId]/conflicts": { everyMs: 2_000, read: ({ params, search }) => listConflicts(taskOf(params), conflictQuerySchema.parse(Object.fromEntries(search))) },
  /** Tables behind the known gaps, with their newest comparison. */
  "/api/tasks/[taskId]/gaps": { everyMs: 5_000, read: ({ params }) => listGapTables(taskOf(params)) },
  "/api/tasks/[taskId]/precheck": { everyMs: 2_000, read: ({ params }) => listPrecheckRuns(taskOf(params)) },
  /** A run by its number, or `latest` (null when there is none yet). `?against=3` compares it with that run instead of the one before. */
  "/api/tasks/[taskId]/precheck/[number]": { everyMs: 500, read: precheckRun },
  "/api/tasks/[taskId]/verification": { everyMs: 1_000, read: ({ params }) => listVerifications(taskOf(params)) },
  "/api/tasks/[taskId]/verification/[number]": { everyMs: 1_000, read: ({ params }) => getVerification(taskOf(params), Number(params["number"])) },
  "/api/tasks/[taskId]/cutover": { everyMs: 1_000, read: ({ params }) => getCutover(taskOf(params)) },
  "/api/events": { everyMs: 2_000, read: () => listRecentEvents(8) },
  "/api/operations": { everyMs: 2_000, read: ({ search }) => listOperations(parseOperationQuery(Object.fromEntries(search))) },
  /** `?task=dts…` for one task. */
  "/api/alerts": { everyMs: 1_000, read: ({ search }) => listAlerts(search.get("task") ?? undefined) },
  "/api/alerts/count": { everyMs: 2_000, read: async () => ({ active: await countActiveAlerts() }) },
  "/api/resources/runners": { everyMs: 2_000, read: () => listRunners() },
  "/api/resources/regions": { everyMs: 5_000, read: () => listRegions() },
  /** `?range=30d`: tasks; with `&task=<id>`: that task's hours. */
  "/api/usage": {
    everyMs: 10_000,
    read: ({ search }) => {
      const now = Date.now();
      const range = usageRange(parseUsageRange(search.get("range")), now);
      const task = search.get("task");
      return task === null ? getUsage(range, now) : getUsageHours(task, range, now);
    },
  },
} as const satisfies Readonly<Record<string, LiveRead>>;

const patterns = Object.entries<LiveRead>(liveReads).map(([address, read]) => ({ steps: address.split("/"), read }));
/** Longer addresses are none of ours. */
const longestPath = 2_000;

/** What is read for `/api/tasks/dts1/events?limit=10`; null = not one of the addresses above, or not as a browser writes it. */
export function liveRead(path: string): { readonly everyMs: number; read(): Promise<unknown> } | null {
  if (path.length > longestPath || !/^\/api\/[\w\-./%?&=+*~!'(),:]*$/.test(path)) return null;
  const url = new URL(path, "http://console.invalid");
  if (url.pathname + url.search !== path) return null;
  const steps = url.pathname.split("/");
  for (const { steps: wanted, read } of patterns) {
    if (wanted.length !== steps.length || !wanted.every((step, at) => (step.startsWith("[") ? steps[at] !== "" : step === steps[at]))) continue;
    const params = Object.fromEntries(wanted.flatMap((step, at) => (step.startsWith("[") ? [[step.slice(1, -1), steps[at] ?? ""]] : [])));
    const search = url.searchParams;
    return { everyMs: typeof read.everyMs === "number" ? read.everyMs : read.everyMs(search), read: () => read.read({ params, search }) };
  }
  return null;
}
