/** What a task file may hold. Published as docs/task-file.schema.json. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { accountName, hostName, portNumber } from "../endpoints/schema";
import { dmlKinds } from "../change-kinds/change-kinds";
import type { DdlOverride, TransactionSkip } from "../engine/plan";
import {
  bookkeepingDatabase,
  capitalizationSchema,
  checkCapitalized,
  checkObjects,
  carriesHeartbeat,
  ddlSchema,
  dmlSchema,
  existingTablesSchema,
  fullRateCapsSchema,
  heartbeatCarried,
  heartbeatSecondsSchema,
  identifierSchema,
  nameRulesSchema,
  onlineDdlTablesSchema,
  otherRetryMinutesSchema,
  rateCapsSchema,
  retryMinutesSchema,
  selectedTableSchema,
  taskDdlSchema,
} from "./schema";

export const serverSchema = z
  .strictObject({
    host: hostName.describe("Host name or address. ${NAME} is replaced by the environment variable NAME, here and in the other fields of a server."),
    port: portNumber.default(3306),
    user: accountName,
    password: z.string().max(256),
    tls: z.enum(["off", "required", "verify"]).default("off").describe("required: encrypted; verify: encrypted, and the certificate must be signed by `ca`."),
    ca: z.string().min(1).optional().describe("File with the CA certificate (PEM), relative to the task file. Only with tls: verify."),
  })
  .refine((server) => server.tls !== "verify" || server.ca !== undefined, { path: ["tls"], error: "tls: verify needs ca: the file with the CA certificate." })
  .refine((server) => server.ca === undefined || server.tls === "verify", { path: ["ca"], error: "ca has a meaning only with tls: verify." });

const ddlDecisionSchema = z
  .strictObject({
    change: z.string().min(1).describe("The change, as the failure names it: a GTID, or file and offset."),
    action: z.enum(["skip", "edit", "done"]).describe("skip: nothing is run. edit: `statements` are run instead. done: it was applied by hand."),
    statements: z.array(z.string().min(1)).min(1).optional(),
    reason: z.string().trim().min(10, "Give a reason of at least 10 characters."),
  })
  .refine((value) => (value.action === "edit") === (value.statements !== undefined), { path: ["statements"], error: "statements belong to action: edit." });

/** A decision has no number here: what it says tells it from another about the same change. */
export function overrideOf(decision: { readonly change: string; readonly action: DdlOverride["action"]; readonly statements?: readonly string[] | undefined; readonly reason: string }): DdlOverride {
  const { change, action, statements, reason } = decision;
  const key = createHash("sha256").update(JSON.stringify([action, statements, reason])).digest("hex").slice(0, 16);
  return { id: change, key, action, ...(statements ? { statements } : {}), reason, actor: "command line" };
}

const skipTransactionSchema = z.strictObject({
  transaction: z.string().min(1).describe("The transaction, as the failure names it: a GTID, or file and offset."),
  reason: z.string().trim().min(10, "Give a reason of at least 10 characters."),
});

export function skipOf({ transaction, reason }: { readonly transaction: string; readonly reason: string }): TransactionSkip {
  return { id: transaction, key: createHash("sha256").update(JSON.stringify([transaction, reason])).digest("hex").slice(0, 16), reason, actor: "command line" };
}

const tableSchema = z.union([identifierSchema.transform((name) => ({ name })), selectedTableSchema]);

export const databaseSchema = z
  .strictObject({
    database: identifierSchema,
    as: identifierSchema.optional().describe("Name in the destination."),
    rules: nameRulesSchema.optional().describe("With a whole database: rules for the names of tables and views in the destination, later ones included, that `overrides` gives no name. They run in order; `like` picks names of the source (* any text, ? one letter)."),
    tables: z
      .array(tableSchema)
      .min(1, "List at least one table, or leave `tables` out for the whole database.")
      .optional()
      .describe("Just these. Absent: the whole database, future tables included."),
    overrides: z.array(selectedTableSchema).optional().describe("With a whole database: tables that get another name, a filter, fewer columns or other names of columns."),
    except: z.array(identifierSchema).optional().describe("With a whole database: tables that are left out."),
    dml: dmlSchema.optional().describe("Of this database, instead of the task's."),
    ddl: ddlSchema.optional().describe("Of this database, instead of the task's."),
  })
  .refine((value) => value.tables === undefined || value.overrides === undefined, {
    path: ["overrides"],
    error: "overrides belong to a whole database, which has no tables.",
  })
  .refine((value) => value.tables === undefined || value.rules === undefined, { path: ["rules"], error: "rules belong to a whole database, which has no tables." });

const whole = (lowest: number, highest: number) => z.number().int().min(lowest).max(highest);

export const taskFileSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "A name has 1 to 64 lower-case letters, digits and hyphens: it names the task at the destination.")
      .describe("Names the task at the destination, where its checkpoint is kept: stable for the task's life."),
    source: serverSchema,
    destination: serverSchema,
    objects: z.array(databaseSchema).min(1, "List at least one database.").superRefine(checkObjects),
    capitalization: capitalizationSchema
      .default("source")
      .describe("Names in the destination that nothing else gives. default: as DTS does, databases and tables in lower case where lower_case_table_names of the destination is 1 or 2, else as at the source. upper, lower: databases, tables, views and columns. Stays for the task's life."),
    existingTables: existingTablesSchema.default("intercept"),
    onlineDdlTables: onlineDdlTablesSchema.default("skip"),
    retryMinutes: retryMinutesSchema.default(720),
    otherRetryMinutes: otherRetryMinutesSchema
      .optional()
      .describe("For what is retried but is no failed connection. Default 10, or less where retryMinutes is 10."),
    initial: z.strictObject({ schema: z.boolean().default(true), data: z.boolean().default(true) }).default({ schema: true, data: true }),
    start: z
      .union([
        z.strictObject({ gtidSet: z.string().trim().min(1) }),
        z.strictObject({ file: z.string().trim().min(1), offset: whole(4, Number.MAX_SAFE_INTEGER) }),
      ])
      .optional()
      .describe("Where to begin without initial data. Absent: where the source stands."),
    conflicts: z
      .enum(["stop", "overwrite", "ignore"])
      .optional()
      .describe("What to do when a row of the destination is not as a change expects. Default: stop, with existingTables: ignore overwrite."),
    dml: dmlSchema.default([...dmlKinds]).describe("Kinds of row changes that are carried behind the initial load. A database or a table may have its own; the nearest choice counts."),
    ddl: taskDdlSchema.describe("Kinds of schema changes that are carried; true = all, false = none. A database or a table may have its own list; the nearest choice counts."),
    triggers: z.enum(["skip", "guard"]).default("skip").describe("guard: triggers are created so that they do not fire for this task; see `tributary cut-over`."),
    events: z.enum(["skip", "disabled"]).default("skip").describe("disabled: events are created and do not run until `tributary cut-over`."),
    followRenames: z.boolean().default(false).describe("A table selected by itself is followed when it is renamed. Otherwise its changes stop there."),
    heartbeatSeconds: heartbeatSecondsSchema.optional().describe("A row of the table tributary.heartbeat at the source is written this often, so that the lag is measured from end to end. Absent: none is written."),
    ddlDecisions: z.array(ddlDecisionSchema).optional().describe("What to do with schema changes that stopped the task; each is about one change. See also the options of sync."),
    skipTransactions: z.array(skipTransactionSchema).optional().describe("Transactions that the destination did not take and that are passed over; each is a known gap. See also the options of sync."),
    caps: z
      .strictObject({ full: z.strictObject(fullRateCapsSchema.shape).default({}), incremental: z.strictObject(rateCapsSchema.shape).default({}) })
      .default({ full: {}, incremental: {} }),
    parallel: z
      .strictObject({ appliers: whole(1, 32).default(4), loaders: whole(1, 32).default(4), chunkRows: whole(1_000, 1_000_000).default(50_000) })
      .default({ appliers: 4, loaders: 4, chunkRows: 50_000 }),
    bookkeepingDatabase: identifierSchema.default(bookkeepingDatabase),
    serverId: whole(1, 4_294_967_295).optional().describe("Replica server id used at the source. Absent: derived from the name."),
  })
  .refine((file) => file.otherRetryMinutes === undefined || file.otherRetryMinutes < file.retryMinutes, {
    path: ["otherRetryMinutes"],
    error: "otherRetryMinutes must be smaller than retryMinutes.",
  })
  .superRefine(checkCapitalized)
  .refine((file) => !carriesHeartbeat(file), { path: ["heartbeatSeconds"], error: heartbeatCarried })
  .refine((file) => file.start === undefined || !file.initial.data, { path: ["start"], error: "start has a meaning only without initial data." });
