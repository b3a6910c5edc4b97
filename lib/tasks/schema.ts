/**
 * The configuration of a task in four slices. One schema for the form (resolver), the action (parse), the JSON column and the plan.
 * Browser-safe: no imports but zod, other schemas and lists of names.
 */
import { z } from "zod";
import { ddlKinds, dmlKinds, type DdlKind } from "../change-kinds/change-kinds";
import { destinationEndpointSchema, enteredPassword, sourceEndpointSchema } from "../endpoints/schema";
import { capitalizations, destinationDatabase, destinationTable, withCapitalization, type Capitalization } from "../object-names/capitalization";
import { nameRuleKinds } from "../object-names/name-rules";
import { instanceClassNames } from "./instance-class";

export const taskNameSchema = z.string().trim().min(1, "Enter a task name.").max(128, "A task name has at most 128 characters.");

export const tagsSchema = z
  .record(z.string().trim().min(1).max(64), z.string().trim().max(128))
  .refine((tags) => Object.keys(tags).length <= 20, "At most 20 tags.");

/** The purchase page. */
export const createInstanceSchema = z
  .object({
    sourceEngine: z.literal("MySQL").default("MySQL"),
    sourceRegionId: z.string().min(1, "Choose the source region."),
    destinationEngine: z.literal("PolarDB").default("PolarDB"),
    destinationRegionId: z.string().min(1, "Choose the destination region."),
    topology: z.literal("one-way").default("one-way"),
    instanceClass: z.enum(instanceClassNames).default("small"),
    metering: z.enum(["metered", "fixed-term"]).default("metered"),
    /** ISO date-time; only with fixed-term. */
    endsAt: z.iso.datetime({ offset: true, error: "Enter the end date." }).optional(),
    project: z.string().trim().min(1).max(64).default("default"),
    tags: tagsSchema.default({}),
    /** Default: generated. With a quantity above 1 the names get -1 … -n. */
    name: taskNameSchema.optional(),
    quantity: z.coerce.number().int().min(1, "At least 1.").max(20, "At most 20 at a time.").default(1),
  })
  .refine((value) => value.metering !== "fixed-term" || value.endsAt !== undefined, { path: ["endsAt"], error: "Enter the end date." })
  .refine((value) => value.metering !== "fixed-term" || value.endsAt === undefined || Date.parse(value.endsAt) > Date.now(), { path: ["endsAt"], error: "The end date has passed. Choose a later one." });
export type CreateInstanceInput = z.input<typeof createInstanceSchema>;
export type CreateInstance = z.output<typeof createInstanceSchema>;

// step 1 ----------------------------------------------------------------------------------------------------------------

export const endpointsSliceSchema = z.object({ source: sourceEndpointSchema, destination: destinationEndpointSchema });
export type EndpointsSlice = z.infer<typeof endpointsSliceSchema>;

/** What the form of step 1 sends: the slice, the task's name and the passwords ("" = keep the saved one). */
export const endpointsFormSchema = endpointsSliceSchema.extend({
  name: taskNameSchema,
  sourcePassword: enteredPassword.default(""),
  destinationPassword: enteredPassword.default(""),
});
export type EndpointsFormInput = z.input<typeof endpointsFormSchema>;
export type EndpointsForm = z.output<typeof endpointsFormSchema>;

// step 2 ----------------------------------------------------------------------------------------------------------------

/** Proof that both endpoints were reached: written by checkNetwork(), never by the form. */
export const networkSliceSchema = z.object({
  /** Which endpoints this proof is about; other endpoints make it void. */
  endpointsHash: z.string(),
  checkedAtMs: z.number().int(),
});
export type NetworkSlice = z.infer<typeof networkSliceSchema>;

// step 3 ----------------------------------------------------------------------------------------------------------------

/** A MySQL identifier as the server takes it (1–64 characters, no trailing space, no NUL). */
export const identifierSchema = z
  .string()
  .min(1, "A name has at least one character.")
  .refine((name) => [...name].length <= 64, "A name has at most 64 characters.")
  .refine((name) => !name.endsWith(" "), "A name does not end with a space.")
  .refine((name) => !name.includes("\0"), "A name does not hold a NUL character.");

export const dmlSchema = z.array(z.enum(dmlKinds)).min(1, "Keep at least one kind of change.");
export const ddlSchema = z.array(z.enum(ddlKinds));
/** Of the task. `true` and `false` are all and none: so it was written before the kinds could be chosen. */
export const taskDdlSchema = z.union([ddlSchema, z.boolean().transform((all): DdlKind[] => (all ? [...ddlKinds] : []))]).default([...ddlKinds]);

/** Of a database or a table; absent = as the next wider choice says. */
const changeKinds = {
  dml: dmlSchema.optional(),
  ddl: ddlSchema.optional(),
};

export const selectedTableSchema = z.strictObject({
  name: identifierSchema,
  /** Name in the destination; absent = unchanged. */
  as: identifierSchema.optional(),
  /** SQL expression over the source's columns. */
  filter: z.string().trim().min(1, "Enter a condition or leave the filter out.").max(4_000).optional(),
  /** Source columns that are left out. Never key columns. */
  excludeColumns: z.array(identifierSchema).min(1).optional(),
  /** Source column → its name in the destination. */
  columnNames: z.record(identifierSchema, identifierSchema).optional(),
  ...changeKinds,
});

/** Over the names of a whole database's tables and views, later ones included. */
export const nameRulesSchema = z
  .array(
    z
      .strictObject({
        kind: z.enum(nameRuleKinds),
        text: z.string().max(64, "At most 64 characters.").optional(),
        replacement: z.string().max(64, "At most 64 characters.").optional(),
        like: z.string().trim().min(1).max(64, "At most 64 characters.").optional(),
      })
      .refine(({ kind, text }) => kind === "lower" || kind === "upper" || Boolean(text), { path: ["text"], error: "Enter a text for the rule." }),
  )
  .min(1)
  .max(20, "At most 20 rules.");

export const selectedDatabaseSchema = z
  .strictObject({
    database: identifierSchema,
    as: identifierSchema.optional(),
    /** With a whole database: names of tables and views that nobody gave. */
    rules: nameRulesSchema.optional(),
    /** Absent: whole database, later tables included. Present: just these. */
    tables: z.array(selectedTableSchema).min(1, "Select at least one table.").optional(),
    /** With a whole database: what differs, by table. */
    overrides: z.array(selectedTableSchema).optional(),
    /** With a whole database: tables that were set aside. */
    except: z.array(identifierSchema).optional(),
    ...changeKinds,
  })
  .refine((value) => value.tables === undefined || value.overrides === undefined, { path: ["overrides"], error: "Overrides belong to a whole database." })
  .refine((value) => value.tables === undefined || value.rules === undefined, { path: ["rules"], error: "Rules for names belong to a whole database." });

export const systemDatabases: readonly string[] = ["mysql", "information_schema", "performance_schema", "sys"];

/** Name of the bookkeeping database at the destination. */
export const bookkeepingDatabase = "tributary";

type SelectedEntry = z.infer<typeof selectedDatabaseSchema> & { readonly capitalization?: Capitalization };

/** Checks that concern several objects: the same object twice, two objects to one name, system databases. */
export function checkObjects(objects: z.infer<typeof selectedDatabaseSchema>[], context: z.RefinementCtx): void {
  const databases = new Set<string>();
  objects.forEach((entry, index) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path: [index, ...path], message });
    if (systemDatabases.includes(entry.database.toLowerCase())) issue(["database"], `${entry.database} is a system database and cannot be synchronized.`);
    if (databases.has(entry.database)) issue(["database"], `${entry.database} is selected twice.`);
    databases.add(entry.database);
    const field = entry.tables === undefined ? "overrides" : "tables";
    const seen = new Set<string>();
    (entry.tables ?? entry.overrides ?? []).forEach((table, at) => {
      if (seen.has(table.name)) issue([field, at, "name"], `${entry.database}.${table.name} is named twice.`);
      seen.add(table.name);
      checkColumnNames(table, (column, message) => issue([field, at, "columnNames", column], message));
    });
  });
  for (const { path, message } of targetFaults(objects)) context.addIssue({ code: "custom", path: [...path], message });
}

/** What is wrong with the names in the destination. */
function targetFaults(objects: readonly SelectedEntry[]): { readonly path: readonly (string | number)[]; readonly message: string }[] {
  const faults: { path: (string | number)[]; message: string }[] = [];
  const targets = new Map<string, string>();
  const targetDatabases = new Map<string, string>();
  objects.forEach((entry, index) => {
    const issue = (path: (string | number)[], message: string) => faults.push({ path: [index, ...path], message });
    const toDatabase = destinationDatabase(entry, 0);
    const field = entry.as === undefined ? "database" : "as";
    if (toDatabase === bookkeepingDatabase) issue([field], `${bookkeepingDatabase} is the bookkeeping database of the destination.`);
    if (toDatabase !== entry.database && systemDatabases.includes(toDatabase.toLowerCase())) issue([field], `${toDatabase} is a system database of the destination.`);
    const whole = entry.tables === undefined;
    const other = targetDatabases.get(toDatabase);
    // Two databases may meet in one only when all their tables are named: a later table could collide otherwise.
    if (other !== undefined && (whole || objects.some((each) => each.database === other && each.tables === undefined))) {
      issue([field], `${entry.database} and ${other} both go to ${toDatabase}; a whole database needs a destination database of its own.`);
    }
    targetDatabases.set(toDatabase, entry.database);
    (entry.tables ?? entry.overrides ?? []).forEach((table, at) => {
      const target = `${toDatabase}.${destinationTable(entry, table, 0)}`;
      const taken = targets.get(target);
      if (taken !== undefined) issue([whole ? "overrides" : "tables", at, "as"], `${entry.database}.${table.name} and ${taken} both go to ${target}.`);
      targets.set(target, `${entry.database}.${table.name}`);
    });
  });
  return faults;
}

/** What can be said without the table's definition. Columns meet without regard to case, as servers compare their names. */
function checkColumnNames({ excludeColumns = [], columnNames = {} }: z.infer<typeof selectedTableSchema>, issue: (column: string, message: string) => void): void {
  const left = new Set(excludeColumns.map((column) => column.toLowerCase()));
  const taken = new Map<string, string>();
  for (const [column, as] of Object.entries(columnNames)) {
    if (left.has(column.toLowerCase())) issue(column, `Column ${column} is left out and has no name in the destination.`);
    const other = taken.get(as.toLowerCase());
    if (other !== undefined) issue(column, `Columns ${other} and ${column} would both be ${as} in the destination.`);
    taken.set(as.toLowerCase(), column);
  }
}

export const selectedObjectsSchema = z.array(selectedDatabaseSchema).min(1, "Select at least one database or table.").superRefine(checkObjects);
export type SelectedObjects = z.infer<typeof selectedObjectsSchema>;

/** Absent = as at the source: so it was before there was a choice. */
export const capitalizationSchema = z.enum(capitalizations);

/** What `checkObjects` says of the names that upper or lower case makes, where the names themselves are apart. Where the destination decides, its precheck does. */
export function checkCapitalized({ objects, capitalization }: { readonly objects: readonly SelectedEntry[]; readonly capitalization?: Capitalization | undefined }, context: z.RefinementCtx): void {
  for (const { path, message } of capitalizedFaults(objects, capitalization)) context.addIssue({ code: "custom", path: ["objects", ...path], message });
}

export function capitalizedFaults(objects: readonly SelectedEntry[], capitalization: Capitalization | undefined): ReturnType<typeof targetFaults> {
  return capitalization === "upper" || capitalization === "lower" ? targetFaults(withCapitalization(objects, capitalization)) : [];
}

export const existingTablesSchema = z.enum(["intercept", "ignore"]);
/** What becomes of a change whose row at the destination is not as it expects. Absent: `stop`, with Ignore `overwrite`. */
export const conflictPolicySchema = z.enum(["stop", "overwrite", "ignore"]);
export const onlineDdlTablesSchema = z.enum(["skip", "copy"]);
/** Which tool's temporary tables are meant with "skip": shown and checked; all known kinds are recognised by name. */
export const onlineDdlToolSchema = z.enum(["dms", "gh-ost"]);

export const retryMinutesSchema = z.coerce
  .number({ error: "Enter a number of minutes." })
  .int("Enter whole minutes.")
  .min(10, "Between 10 and 1,440 minutes.")
  .max(1_440, "Between 10 and 1,440 minutes.");
export const otherRetryMinutesSchema = z.coerce
  .number({ error: "Enter a number of minutes." })
  .int("Enter whole minutes.")
  .min(1, "Between 1 and 1,440 minutes.")
  .max(1_440, "Between 1 and 1,440 minutes.");

/** How often the heartbeat row is written; absent = none is. */
export const heartbeatSecondsSchema = z.coerce.number({ error: "Enter a number of seconds." }).int("Enter whole seconds.").min(1, "Between 1 and 3,600 seconds.").max(3_600, "Between 1 and 3,600 seconds.");

const cap = z.coerce.number({ error: "Enter a number." }).int("Enter a whole number.").min(1, "At least 1; leave it empty for no limit.").max(1_000_000_000);
export const rateCapsSchema = z.object({ rowsPerSecond: cap.optional(), bytesPerSecond: cap.optional() });
export const fullRateCapsSchema = rateCapsSchema.extend({ queriesPerSecond: cap.optional() });

/** The heartbeat row would be copied as a row of the task's, which it must never be. */
export const heartbeatCarried = `The heartbeat row stands in the database ${bookkeepingDatabase} of the source: do not select that database.`;

export function carriesHeartbeat({ heartbeatSeconds, objects }: { readonly heartbeatSeconds?: number | undefined; readonly objects: readonly { readonly database: string }[] }): boolean {
  return heartbeatSeconds !== undefined && objects.some(({ database }) => database.toLowerCase() === bookkeepingDatabase);
}

export const objectsSliceSchema = z
  .object({
    objects: selectedObjectsSchema,
    capitalization: capitalizationSchema.default("source"),
    existingTables: existingTablesSchema.default("intercept"),
    /** Required with `ignore`: "I accept that data consistency is not guaranteed". */
    ignoreAccepted: z.boolean().default(false),
    onlineDdlTables: onlineDdlTablesSchema.default("skip"),
    onlineDdlTool: onlineDdlToolSchema.default("dms"),
    /** Retry time for failed connections. */
    retryMinutes: retryMinutesSchema.default(720),
    /** Retry time for other issues: smaller than the former. */
    otherRetryMinutes: otherRetryMinutesSchema.default(10),
    dml: dmlSchema.default([...dmlKinds]),
    ddl: taskDdlSchema,
    conflictPolicy: conflictPolicySchema.optional(),
    triggers: z.enum(["skip", "guard"]).default("skip"),
    events: z.enum(["skip", "disabled"]).default("skip"),
    /** A table selected by itself is followed under its new name. */
    followRenames: z.boolean().default(false),
    caps: z.object({ full: fullRateCapsSchema.default({}), incremental: rateCapsSchema.default({}) }).default({ full: {}, incremental: {} }),
    /** Overrides of the instance class. */
    parallel: z
      .object({
        appliers: z.coerce.number().int().min(1).max(32).optional(),
        loaders: z.coerce.number().int().min(1).max(32).optional(),
        chunkRows: z.coerce.number().int().min(1_000).max(1_000_000).optional(),
      })
      .default({}),
    heartbeatSeconds: heartbeatSecondsSchema.optional(),
    /** Lag above which the page warns. */
    lagWarnSeconds: z.coerce.number().int().min(1).max(86_400).default(30),
  })
  .superRefine(checkCapitalized)
  .refine((value) => value.existingTables !== "ignore" || value.ignoreAccepted, {
    path: ["ignoreAccepted"],
    error: "Accept the consequences, or choose Pre-check and Intercept.",
  })
  .refine((value) => value.otherRetryMinutes < value.retryMinutes, {
    path: ["otherRetryMinutes"],
    error: "Must be smaller than the retry time for failed connections.",
  })
  .refine((value) => !carriesHeartbeat(value), { path: ["heartbeatSeconds"], error: heartbeatCarried });
export type ObjectsSliceInput = z.input<typeof objectsSliceSchema>;
export type ObjectsSlice = z.output<typeof objectsSliceSchema>;

// step 4 ----------------------------------------------------------------------------------------------------------------

export const startPositionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({ kind: z.literal("gtid"), gtidSet: z.string().trim().min(1, "Enter a GTID set.").max(60_000) }),
  z.object({
    kind: z.literal("file"),
    file: z
      .string()
      .trim()
      .regex(/^[^\s/\\]+\.\d{6,}$/, "A binary log file name looks like binlog.000042."),
    offset: z.coerce.number().int().min(4, "The first event of a file is at 4."),
  }),
]);

export const startSchema = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("auto") }),
  z.object({ mode: z.literal("manual") }),
  z.object({ mode: z.literal("at"), at: z.iso.datetime({ offset: true, error: "Enter date and time." }) }),
]);

export const initializationSliceSchema = z.object({
  schema: z.boolean().default(true),
  data: z.boolean().default(true),
  start: startSchema.default({ mode: "auto" }),
  /** Only without initial data. */
  position: startPositionSchema.default({ kind: "now" }),
});
export type InitializationSliceInput = z.input<typeof initializationSliceSchema>;
export type InitializationSlice = z.output<typeof initializationSliceSchema>;
