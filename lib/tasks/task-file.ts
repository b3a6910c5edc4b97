/**
 * The task file of the command line: the console's configuration as YAML. Every fault is reported with its line; unknown keys are faults.
 * Imports nothing of the control database, so that the command line needs none.
 */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import type { ConnectionSettings } from "../mysql/connection-settings";
import type { EnginePlan } from "../engine/plan";
import { closest } from "./closest";
import { selectedTableSchema } from "./schema";
import { databaseSchema, overrideOf, skipOf, serverSchema, taskFileSchema } from "./task-file-schema";
import { withCapitalization } from "../object-names/capitalization";

/** What the command line runs: the plan without what each run decides (epoch, until). */
export interface TaskFile {
  readonly name: string;
  readonly plan: Omit<EnginePlan, "epoch" | "until">;
  readonly retryMinutes: number;
  readonly otherRetryMinutes: number;
}

export interface TaskFileFault {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `source.port`, empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

export type ParsedTaskFile = { readonly ok: true; readonly file: TaskFile } | { readonly ok: false; readonly faults: readonly TaskFileFault[] };

export interface TaskFileContext {
  /** Environment variables for ${NAME}. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Reads the file that `ca` names; throws when it cannot. */
  readonly readText: (path: string) => string;
}

/** Reads and checks a task file from disk. Files that it names are relative to it. Throws the system's error when the file itself cannot be read. */
export function readTaskFile(path: string, variables: Readonly<Record<string, string | undefined>>): ParsedTaskFile {
  const folder = dirname(path);
  return parseTaskFile(readFileSync(path, "utf8"), { variables, readText: (name) => readFileSync(isAbsolute(name) ? name : join(folder, name), "utf8") });
}

/** Checks the text of a task file. Never throws: all faults are in the answer, in the order of their lines. */
export function parseTaskFile(text: string, context: TaskFileContext): ParsedTaskFile {
  const read = readTaskFileText(text, context.variables);
  if (!read.ok) return read;
  const faults: TaskFileFault[] = [];
  const file = planOf(read.data, context, (path, message, onKey) => faults.push(read.fault(path, message, onKey)));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, file };
}

export type TaskFileData = z.output<typeof taskFileSchema>;

export type ReadTaskFile =
  | { readonly ok: true; readonly data: TaskFileData; /** A fault that is found later, with its place in the text. */ readonly fault: (path: readonly PropertyKey[], message: string, onKey?: boolean) => TaskFileFault }
  | { readonly ok: false; readonly faults: readonly TaskFileFault[] };

/** The file as data, checked against its schema; files that it names are not read. Never throws. */
export function readTaskFileText(text: string, variables: TaskFileContext["variables"]): ReadTaskFile {
  const lines = new LineCounter();
  const marked = markVariables(text);
  const document = parseDocument(marked, { lineCounter: lines, prettyErrors: false });
  const faults: TaskFileFault[] = [];
  const at = (offset: number | undefined) => {
    const place = lines.linePos(offset ?? 0);
    return { line: Math.max(1, place.line), column: Math.max(1, place.col) };
  };
  for (const error of document.errors) faults.push({ ...at(error.pos[0]), path: "", message: unmark(error.message) });
  if (faults.length > 0) return { ok: false, faults };

  const value: unknown = document.toJS();
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, faults: [{ line: 1, column: 1, path: "", message: "The file must hold a task: name, source, destination and objects." }] };
  }
  const placed = (path: readonly PropertyKey[], message: string, onKey = false): TaskFileFault => ({ ...at(offsetOf(document.contents, path, onKey)), path: path.map(String).join("."), message });
  const fault: Report = (path, message, onKey) => void faults.push(placed(path, message, onKey));
  const filled = substitute(withPlainText(value, document), [], variables, fault);
  const parsed = taskFileSchema.safeParse(filled);
  if (!parsed.success) for (const issue of parsed.error.issues) reportIssue(issue, [], fault);
  if (faults.length > 0 || !parsed.success) return { ok: false, faults: faults.sort((a, b) => a.line - b.line || a.column - b.column) };
  return { ok: true, data: parsed.data, fault: placed };
}

/** JSON Schema of the file, as published in docs/. */
export function taskFileJsonSchema(): Record<string, unknown> {
  return { ...(z.toJSONSchema(taskFileSchema, { io: "input", target: "draft-7" }) as Record<string, unknown>), title: "Tributary task file" };
}

type Report = (path: readonly PropertyKey[], message: string, onKey?: boolean) => void;

// variables --------------------------------------------------------------------------------------------------------------

/** `${NAME}` is no plain text inside YAML's { }: it travels between two private characters. `$${` stays `${`. */
const begin = "\uE000";
const end = "\uE001";

function markVariables(text: string): string {
  return text.replace(/(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_all, escape: string, name: string) =>
    escape === "" ? `${begin}${name}${end}` : `${begin}$${name}${end}`,
  );
}

function unmark(text: string): string {
  return text.replaceAll(new RegExp(`${begin}(\\$?)(\\w+)${end}`, "g"), (_all, _escape: string, name: string) => `\${${name}}`);
}

/** Only the fields of a server are filled in; anywhere else `${NAME}` is what it looks like. */
function substitute(value: unknown, path: readonly PropertyKey[], variables: TaskFileContext["variables"], fault: Report): unknown {
  if (typeof value === "string") {
    if (!value.includes(begin)) return value;
    if (path.length !== 2 || (path[0] !== "source" && path[0] !== "destination")) return unmark(value);
    return value.replaceAll(new RegExp(`${begin}(\\$?)(\\w+)${end}`, "g"), (_all, escape: string, name: string) => {
      if (escape !== "") return `\${${name}}`;
      const found = variables[name];
      if (found === undefined) fault(path, `The environment variable ${name} is not set.`);
      return found ?? "unset";
    });
  }
  if (Array.isArray(value)) return value.map((entry, index) => substitute(entry, [...path, index], variables, fault));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, substitute(entry, [...path, key], variables, fault)]));
  return value;
}

/** Unquoted digits and words are numbers and truth values to YAML (0123 is 123), but these fields are always text: as it stands in the file. */
function withPlainText(value: object, document: Document): object {
  const result: Record<string, unknown> = { ...value };
  for (const role of ["source", "destination"]) {
    const server = result[role];
    if (typeof server !== "object" || server === null) continue;
    const fields: Record<string, unknown> = { ...server };
    for (const field of ["user", "password", "host"]) {
      const node: unknown = document.getIn([role, field], true);
      if (isScalar(node) && typeof node.value !== "string" && node.value !== null && node.source !== undefined) fields[field] = node.source;
    }
    result[role] = fields;
  }
  return result;
}

// faults -----------------------------------------------------------------------------------------------------------------

type Issue = z.core.$ZodIssue;

function reportIssue(issue: Issue, before: readonly PropertyKey[], fault: Report): void {
  const path = [...before, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const known = knownKeys(path);
      const near = closest(key, known);
      fault(
        [...path, key],
        `Unknown key "${key}"${near === null ? (known.length > 0 ? `; known are ${known.join(", ")}.` : ".") : `; did you mean "${near}"?`}`,
        true,
      );
    }
    return;
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    // The form that was meant: the one that accepts the value's kind.
    const meant = issue.errors.find((issues) => !issues.some((each) => each.code === "invalid_type" && each.path.length === 0)) ?? issue.errors[0]!;
    for (const each of meant) reportIssue(each, path, fault);
    return;
  }
  if (issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("undefined")) {
    fault(path, `"${String(path.at(-1))}" is missing.`);
    return;
  }
  fault(path, issue.message);
}

/** Keys that the schema knows at a path. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  const schema = taskFileSchema.shape;
  if (path.length === 0) return Object.keys(schema);
  const [first] = path;
  if (first === "source" || first === "destination") return Object.keys(serverSchema.shape);
  if (first === "objects") return path.length === 2 ? Object.keys(databaseSchema.shape) : Object.keys(selectedTableSchema.shape);
  if (first === "initial") return ["schema", "data"];
  if (first === "parallel") return ["appliers", "loaders", "chunkRows"];
  if (first === "caps") return path.length === 1 ? ["full", "incremental"] : [...(path[1] === "full" ? ["queriesPerSecond"] : []), "rowsPerSecond", "bytesPerSecond"];
  if (first === "ddlDecisions") return ["change", "action", "statements", "reason"];
  if (first === "skipTransactions") return ["transaction", "reason"];
  if (first === "start") return ["gtidSet", "file", "offset"];
  return [];
}

/** Where a path stands in the text: the value, or its key; of something missing the nearest that exists. */
function offsetOf(contents: unknown, path: readonly PropertyKey[], onKey: boolean): number | undefined {
  let node: unknown = contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const [index, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => (isNode(item.key) ? (item.key as Node & { value?: unknown }).value : item.key) === part);
      if (pair === undefined) return offset;
      const key = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      const value = isNode(pair.value) ? pair.value.range?.[0] : undefined;
      offset = onKey && index === path.length - 1 ? (key ?? offset) : (value ?? key ?? offset);
      node = pair.value;
    } else if (isNode(node) && "items" in node && Array.isArray(node.items)) {
      node = node.items[Number(part)];
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset;
    } else return offset;
  }
  return offset;
}

// plan -------------------------------------------------------------------------------------------------------------------

function planOf(file: z.output<typeof taskFileSchema>, context: TaskFileContext, fault: Report): TaskFile {
  const start = file.start;
  return {
    name: file.name,
    retryMinutes: file.retryMinutes,
    otherRetryMinutes: file.otherRetryMinutes ?? Math.min(10, file.retryMinutes - 1),
    plan: {
      taskId: file.name,
      source: connectionOf("source", file.source, context, fault),
      destination: connectionOf("destination", file.destination, context, fault),
      objects: withCapitalization(file.objects, file.capitalization),
      existingTables: file.existingTables,
      conflictPolicy: file.conflicts ?? (file.existingTables === "ignore" ? "overwrite" : "stop"),
      onlineDdlTables: file.onlineDdlTables,
      initialSchema: file.initial.schema,
      initialData: file.initial.data,
      ...(start === undefined
        ? {}
        : {
            startPosition:
              "gtidSet" in start
                ? { file: "", offset: 4, gtidSet: start.gtidSet.replaceAll(/\s+/g, ""), flavour: /^\d+-\d+-\d+(,|$)/.test(start.gtidSet) ? "mariadb" : "mysql" }
                : { file: start.file, offset: start.offset, gtidSet: null, flavour: "mysql" },
          }),
      dml: file.dml,
      ddl: file.ddl,
      followRenames: file.followRenames,
      triggers: file.triggers,
      events: file.events,
      ...(file.heartbeatSeconds === undefined ? {} : { heartbeatSeconds: file.heartbeatSeconds }),
      ddlOverrides: (file.ddlDecisions ?? []).map(overrideOf),
      skips: (file.skipTransactions ?? []).map(skipOf),
      bookkeepingDatabase: file.bookkeepingDatabase,
      parallel: file.parallel,
      limits: { memoryBytes: 64 * 1024 * 1024 },
      caps: file.caps,
      ...(file.serverId === undefined ? {} : { serverId: file.serverId }),
    },
  };
}

function connectionOf(role: "source" | "destination", server: z.output<typeof serverSchema>, context: TaskFileContext, fault: Report): ConnectionSettings {
  const base = { role, host: server.host, port: server.port, user: server.user, password: server.password };
  if (server.tls !== "verify") return { ...base, tls: { mode: server.tls } };
  try {
    const ca = context.readText(server.ca ?? "");
    if (!ca.includes("-----BEGIN CERTIFICATE-----")) fault([role, "ca"], "This file holds no PEM certificate.");
    return { ...base, tls: { mode: "verify", ca } };
  } catch (error) {
    fault([role, "ca"], `The file cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
    return { ...base, tls: { mode: "verify", ca: "" } };
  }
}
