/** The form of step 3 as it is while somebody fills it: also kept as a draft, also when half-filled. Pure. */
import { z } from "zod";
import { ddlKinds, dmlKinds, type ChangeKinds } from "@/lib/change-kinds/change-kinds";
import { ddlSchema, objectsSliceSchema, taskDdlSchema, type ObjectsSliceInput } from "@/lib/tasks/schema";
import { capitalizations } from "@/lib/object-names/capitalization";
import { nameRuleKinds } from "@/lib/object-names/name-rules";
import { nothing, type Selection } from "./selection";
import { fromSlice, toSlice } from "./selection-slice";

/** Every ten seconds is about 3 MB of binlog a day. */
export const usualHeartbeatSeconds = 10;

const count = z.number().nullable();
const kinds = { dml: z.array(z.enum(dmlKinds)).optional(), ddl: ddlSchema.optional() };
const editSchema = z.object({ as: z.string().optional(), filter: z.string().optional(), excludeColumns: z.array(z.string()).optional(), columnNames: z.record(z.string(), z.string()).optional(), ...kinds });
const keptRule = z.object({ kind: z.enum(nameRuleKinds), text: z.string().optional(), replacement: z.string().optional(), like: z.string().optional() });
const selectionSchema = z.array(
  z.object({ database: z.string(), as: z.string().optional(), rules: z.array(keptRule).optional(), whole: z.boolean(), chosen: z.array(z.string()), edits: z.record(z.string(), editSchema), except: z.array(z.string()).optional(), ...kinds }),
);
const caps = z.object({ rowsPerSecond: count, megabytesPerSecond: count });
const fullCaps = caps.extend({ queriesPerSecond: count.default(null) });

const objectsFormSchema = z.object({
  selection: selectionSchema,
  /** A draft from before there was a choice keeps the names of the source. */
  capitalization: z.enum(capitalizations).default("source"),
  existingTables: z.enum(["intercept", "ignore"]),
  ignoreAccepted: z.boolean(),
  /** `copy`: temporary tables are carried; otherwise the tool whose tables are left out. */
  onlineDdl: z.enum(["copy", "dms", "gh-ost"]),
  /** Minutes. */
  retryMinutes: count,
  otherRetryMinutes: count,
  dml: z.array(z.enum(dmlKinds)),
  ddl: taskDdlSchema,
  /** `default`: as the processing mode says. */
  conflictPolicy: z.enum(["default", "stop", "overwrite", "ignore"]).default("default"),
  followRenames: z.boolean().default(false),
  /** Created with a guard, created disabled. */
  triggers: z.boolean().default(false),
  events: z.boolean().default(false),
  /** Null = no limit. Decimal megabytes. */
  full: fullCaps,
  incremental: caps,
  /** Null = as the instance class says. */
  appliers: count,
  loaders: count,
  chunkRows: count,
  heartbeat: z.boolean().default(false),
  heartbeatSeconds: count.default(usualHeartbeatSeconds),
  lagWarnSeconds: count,
});

const beginningSchema = z.object({ retryMinutes: z.number(), otherRetryMinutes: z.number(), lagWarnSeconds: z.number() });

export type ObjectsForm = Omit<z.infer<typeof objectsFormSchema>, "selection" | "dml" | "ddl"> & Required<ChangeKinds> & { readonly selection: Selection };

const noCaps = { rowsPerSecond: null, megabytesPerSecond: null };
export const emptyForm: ObjectsForm = {
  selection: nothing,
  capitalization: "default",
  existingTables: "intercept",
  ignoreAccepted: false,
  onlineDdl: "dms",
  retryMinutes: 720,
  otherRetryMinutes: 10,
  dml: dmlKinds,
  ddl: ddlKinds,
  conflictPolicy: "default",
  followRenames: false,
  triggers: false,
  events: false,
  full: { ...noCaps, queriesPerSecond: null },
  incremental: noCaps,
  appliers: null,
  loaders: null,
  chunkRows: null,
  heartbeat: false,
  heartbeatSeconds: usualHeartbeatSeconds,
  lagWarnSeconds: 30,
};

const bytesPerMegabyte = 1_000_000;

/** From a kept draft, a saved step, or nothing. */
export function readForm(values: unknown): ObjectsForm {
  const kept = objectsFormSchema.safeParse(values);
  if (kept.success) return kept.data;
  const saved = objectsSliceSchema.safeParse(values);
  // A new task knows only what the console's settings give it.
  if (!saved.success) return { ...emptyForm, ...beginningSchema.safeParse(values).data };
  const slice = saved.data;
  const capsOf = (each: { rowsPerSecond?: number | undefined; bytesPerSecond?: number | undefined }) => ({
    rowsPerSecond: each.rowsPerSecond ?? null,
    megabytesPerSecond: each.bytesPerSecond === undefined ? null : each.bytesPerSecond / bytesPerMegabyte,
  });
  return {
    selection: fromSlice(slice.objects),
    capitalization: slice.capitalization,
    existingTables: slice.existingTables,
    ignoreAccepted: slice.ignoreAccepted,
    onlineDdl: slice.onlineDdlTables === "copy" ? "copy" : slice.onlineDdlTool,
    retryMinutes: slice.retryMinutes,
    otherRetryMinutes: slice.otherRetryMinutes,
    dml: slice.dml,
    ddl: slice.ddl,
    conflictPolicy: slice.conflictPolicy ?? "default",
    followRenames: slice.followRenames,
    triggers: slice.triggers === "guard",
    events: slice.events === "disabled",
    full: { ...capsOf(slice.caps.full), queriesPerSecond: slice.caps.full.queriesPerSecond ?? null },
    incremental: capsOf(slice.caps.incremental),
    appliers: slice.parallel.appliers ?? null,
    loaders: slice.parallel.loaders ?? null,
    chunkRows: slice.parallel.chunkRows ?? null,
    heartbeat: slice.heartbeatSeconds !== undefined,
    heartbeatSeconds: slice.heartbeatSeconds ?? usualHeartbeatSeconds,
    lagWarnSeconds: slice.lagWarnSeconds,
  };
}

/** What `saveObjects` takes; not checked here. */
export function toInput(form: ObjectsForm): ObjectsSliceInput {
  const capsOf = ({ rowsPerSecond, megabytesPerSecond }: ObjectsForm["incremental"]) => ({
    ...(rowsPerSecond !== null && { rowsPerSecond }),
    ...(megabytesPerSecond !== null && { bytesPerSecond: Math.round(megabytesPerSecond * bytesPerMegabyte) }),
  });
  return {
    objects: toSlice(form.selection),
    capitalization: form.capitalization,
    existingTables: form.existingTables,
    ignoreAccepted: form.existingTables === "ignore" && form.ignoreAccepted,
    onlineDdlTables: form.onlineDdl === "copy" ? "copy" : "skip",
    ...(form.onlineDdl !== "copy" && { onlineDdlTool: form.onlineDdl }),
    retryMinutes: form.retryMinutes ?? "",
    otherRetryMinutes: form.otherRetryMinutes ?? "",
    dml: [...form.dml],
    ddl: [...form.ddl],
    ...(form.conflictPolicy !== "default" && { conflictPolicy: form.conflictPolicy }),
    followRenames: form.followRenames,
    triggers: form.triggers ? "guard" : "skip",
    events: form.events ? "disabled" : "skip",
    caps: { full: { ...(form.full.queriesPerSecond !== null && { queriesPerSecond: form.full.queriesPerSecond }), ...capsOf(form.full) }, incremental: capsOf(form.incremental) },
    parallel: {
      ...(form.appliers !== null && { appliers: form.appliers }),
      ...(form.loaders !== null && { loaders: form.loaders }),
      ...(form.chunkRows !== null && { chunkRows: form.chunkRows }),
    },
    ...(form.heartbeat && { heartbeatSeconds: form.heartbeatSeconds ?? "" }),
    ...(form.lagWarnSeconds !== null && { lagWarnSeconds: form.lagWarnSeconds }),
  };
}

/** Field path of the slice ("retryMinutes", "objects.0.as") → what is wrong with it. Empty = it can be saved. */
export function formErrors(form: ObjectsForm): Readonly<Record<string, string>> {
  const checked = objectsSliceSchema.safeParse(toInput(form));
  if (checked.success) return {};
  const errors: Record<string, string> = {};
  for (const issue of checked.error.issues) errors[issue.path.join(".")] ??= issue.message;
  return errors;
}
