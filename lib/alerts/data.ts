import { database } from "../db/client";
import { open } from "../endpoints/secret";
import { AppError } from "../errors/app-error";
import type { Alert, AlertDelivery, AlertRule } from "../generated/prisma/client";
import { getTaskRow, startedTaskFacts } from "../tasks/data";
import { taskRecord } from "../tasks/record";
import { runwayView } from "../tasks/runway";
import { isRunnable } from "../tasks/status";
import { lagLimitSeconds, lagView, runnerGoneMs, sentenceOf, type TaskFacts } from "../tasks/summary";
import { freePercents } from "../resources/space/data";
import { newestVerdicts } from "../verification/data";
import { type ChannelKind, type ChannelTarget, channelTargetSchema } from "./channel";
import { type AlertFacts, type AlertKind, alertKinds, builtInRules, type RuleSettings, ruleFor, ruleSettingsSchema } from "./rules";
import type { AlertList, AlertView, ChannelView, DeliveryView, RuleView } from "./view";

const historyRows = 200;

/** Active ones, and the newest of those that are over. `taskId`: of one task. */
export async function listAlerts(taskId?: string): Promise<AlertList> {
  const db = database();
  const of = taskId === undefined ? {} : { taskId };
  const include = { task: { select: { name: true } } } as const;
  const [active, history] = await Promise.all([
    db.alert.findMany({ where: { ...of, state: "active" }, include, orderBy: { raisedAtMs: "desc" } }),
    db.alert.findMany({ where: { ...of, state: "cleared" }, include, orderBy: { clearedAtMs: "desc" }, take: historyRows }),
  ]);
  const deliveries = await db.alertDelivery.findMany({ where: { alertId: { in: [...active, ...history].map((alert) => alert.id) } }, orderBy: { id: "asc" } });
  const view = (row: Alert & { task: { name: string } }): AlertView => ({
    id: row.id,
    taskId: row.taskId,
    taskName: row.task.name,
    kind: row.kind as AlertKind,
    state: row.state as AlertView["state"],
    raisedAtMs: Number(row.raisedAtMs ?? row.sinceMs),
    clearedAtMs: row.clearedAtMs === null ? null : Number(row.clearedAtMs),
    cause: row.cause,
    quiet: row.quiet,
    deliveries: deliveries.filter((delivery) => delivery.alertId === row.id).map(deliveryView),
  });
  return { active: active.map(view), history: history.map(view) };
}

export async function countActiveAlerts(): Promise<number> {
  return database().alert.count({ where: { state: "active" } });
}

function deliveryView(row: AlertDelivery): DeliveryView {
  return {
    id: row.id,
    channelName: row.channelName,
    what: row.what as DeliveryView["what"],
    state: row.state as DeliveryView["state"],
    attempts: row.attempts,
    createdAtMs: Number(row.createdAtMs),
    sentAtMs: row.sentAtMs === null ? null : Number(row.sentAtMs),
    message: row.lastError,
  };
}

interface Rule {
  readonly settings: RuleSettings;
  readonly mutedUntilMs: number | null;
  readonly from: RuleView["from"];
}
type Rules = ReadonlyMap<AlertKind, Rule>;

function rulesOf(rows: readonly AlertRule[], scope: string): Rules {
  return new Map(
    rows.flatMap((row) => {
      const settings = ruleSettingsSchema.safeParse(row.settings).data;
      const kind = alertKinds.find((each) => each === row.kind);
      if (row.scope !== scope || settings === undefined || kind === undefined) return [];
      return [[kind, { settings, mutedUntilMs: row.mutedUntilMs === null ? null : Number(row.mutedUntilMs), from: scope === "" ? "console" : "task" }] as const];
    }),
  );
}

const builtIn = (kind: AlertKind): Rule => ({ settings: builtInRules[kind], mutedUntilMs: null, from: "built-in" });

/** Which rule holds for a kind and task. */
export async function readRules(): Promise<(taskId: string, kind: AlertKind) => Rule> {
  const rows = await database().alertRule.findMany();
  const global = rulesOf(rows, "");
  const own = new Map<string, Rules>();
  return (taskId, kind) => {
    if (!own.has(taskId)) own.set(taskId, rulesOf(rows, taskId));
    return ruleFor(kind, own.get(taskId)!, global, builtIn);
  };
}

/** The rules that hold for a task, or (no task) for all that have none of their own. */
export async function listRules(taskId?: string): Promise<RuleView[]> {
  const [rule, task, live] = await Promise.all([readRules(), taskId === undefined ? null : getTaskRow(taskId), database().alertChannel.findMany({ where: { enabled: true }, select: { id: true } })]);
  const silent = ({ channels }: RuleSettings) => channels.length > 0 && !live.some(({ id }) => channels.includes(id));
  const lagLimit = task === null ? null : lagLimitSeconds(taskRecord(task));
  const limitOf = (kind: AlertKind, { threshold }: RuleSettings) => threshold ?? (kind === "lag" ? lagLimit : 1);
  return alertKinds
    .map((kind) => ({ kind, ...rule(taskId ?? "", kind) }))
    .map((view) => ({ ...view, limit: limitOf(view.kind, view.settings), silent: silent(view.settings) }))
   .map((view) => (taskId === undefined && view.from === "task" ? { ...view, from: "console" as const } : view));
}

export async function listChannels(): Promise<ChannelView[]> {
  const db = database();
  const [rows, ruleRows] = await Promise.all([db.alertChannel.findMany({ orderBy: { createdAtMs: "asc" } }), db.alertRule.findMany()]);
  const rules = ruleRows.flatMap((row) => {
    const settings = ruleSettingsSchema.safeParse(row.settings).data;
    const kind = alertKinds.find((each) => each === row.kind);
    return settings === undefined || kind === undefined ? [] : [{ kind, scope: row.scope, channels: settings.channels }];
  });
  const names = new Map((await db.task.findMany({ where: { id: { in: rules.map(({ scope }) => scope) } }, select: { id: true, name: true } })).map((task) => [task.id, task.name]));
  return Promise.all(
    rows.map(async (row) => {
      const last = await db.alertDelivery.findFirst({ where: { channelId: row.id }, orderBy: { id: "desc" } });
      return {
        id: row.id,
        name: row.name,
        kind: row.kind as ChannelKind,
        language: row.language,
        enabled: row.enabled,
        shown: row.shown,
        lastDelivery: last === null ? null : deliveryView(last),
        mail: row.kind === "email" ? await mailOf(row.id) : null,
        rules: rules.filter(({ channels }) => channels.includes(row.id)).map(({ kind, scope, channels }) => ({ kind, taskName: scope === "" ? null : (names.get(scope) ?? scope), alone: channels.length === 1 })),
      };
    }),
  );
}

/** A key that changed makes a channel useless, but must not keep the others from being shown. */
async function mailOf(id: string): Promise<ChannelView["mail"]> {
  try {
    const { target } = await openChannel(id);
    return target.kind === "email" ? { host: target.host, port: target.port, secure: target.secure, user: target.user, from: target.from, to: target.to } : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

export const channelPurpose = (id: string) => `alert-channel:${id}`;

/** Address and credentials of a channel, opened. Throws `not-found`, `secret-unreadable`. */
export async function openChannel(id: string): Promise<{ name: string; language: string; target: ChannelTarget }> {
  const row = await database().alertChannel.findUnique({ where: { id } });
  if (row === null) throw new AppError("not-found");
  return { name: row.name, language: row.language, target: channelTargetSchema.parse(JSON.parse(open(row.secret, channelPurpose(id)).reveal())) };
}

/** What the rules look at, of every task that was ever started. `moved` says whether a task's applied position is another than at the last call. */
export async function readAlertFacts(now: number, moved: (taskId: string, position: string | null) => boolean | null): Promise<{ id: string; name: string; facts: AlertFacts }[]> {
  const tasks = await startedTaskFacts();
  const [verdicts, free] = await Promise.all([newestVerdicts(), freePercents()]);
  return tasks.map((task) => {
    const { record } = task;
    const lag = lagView(task, now);
    const code = record.status === "retrying" ? (record.retry?.code ?? null) : record.errorCode;
    const load = record.phaseTimes.load;
    const leased = Number(record.row.leaseExpiresAtMs ?? 0);
    return {
      id: record.id,
      name: record.row.name,
      facts: {
        status: record.status,
        lagLimitSeconds: lagLimitSeconds(record),
        lagMs: lag.state === "none" ? 0 : lag.lagMs,
        caughtUp: lag.state === "caught-up" ? true : lag.state === "behind" ? false : null,
        errorSentence: code === null ? null : sentenceOf(code),
        destinationFull: code === "destination-disk-full" && (record.status === "failed" || record.status === "retrying"),
        destinationFreePercent: free.get(record.row.clusterId ?? "") ?? null,
        runwayMs: runwayOf(task, now),
        moved: moved(record.id, JSON.stringify(task.figures?.figures.applied ?? null)),
        loadingSinceMs: record.phase === "load" && isRunnable(record.status) && load ? load.startedAtMs : null,
        verification: verdicts.get(record.id) ?? null,
        remindAtMs: record.row.remindAtMs === null ? null : Number(record.row.remindAtMs),
        missedStart: record.row.missedStartMs !== null,
        // Somebody is there, and has not left this task alone for longer than a lease.
        workerAlive: task.runnerAlive && (leased === 0 || leased > now - runnerGoneMs),
      },
    };
  });
}

function runwayOf(task: TaskFacts, now: number): number | null {
  const runway = runwayView(task, now);
  return runway.unlimited ? Number.MAX_SAFE_INTEGER : runway.remainingMs;
}
