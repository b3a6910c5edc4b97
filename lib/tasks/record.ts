/** Rows of the control database → typed values: the one place where JSON columns are parsed. Pure. */
import { createHash } from "node:crypto";
import type { ErrorCode } from "../errors/catalogue";
import { errorCatalogue } from "../errors/catalogue";
import { phaseOrder, type TaskPhase } from "./phase";
import { type InstanceClass, instanceClasses } from "./instance-class";
import { endpointsSliceSchema, initializationSliceSchema, networkSliceSchema, objectsSliceSchema, type EndpointsSlice, type InitializationSlice, type NetworkSlice, type ObjectsSlice } from "./schema";
import { type TaskStatus, taskStatuses } from "./status";
import type { DraftProgress, WizardStep } from "./steps";
import type { PhaseTime } from "./view";
import type { Task } from "../generated/prisma/client";

/** A task row with its JSON columns parsed; what no longer fits its schema is null, as if it had never been saved. */
export interface TaskRecord {
  readonly row: Task;
  readonly id: string;
  readonly status: TaskStatus;
  readonly phase: TaskPhase | null;
  readonly instanceClass: InstanceClass;
  readonly endpoints: EndpointsSlice | null;
  readonly network: NetworkSlice | null;
  readonly objects: ObjectsSlice | null;
  readonly initialization: InitializationSlice | null;
  readonly unsaved: Partial<Record<WizardStep, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly phaseTimes: Partial<Record<TaskPhase, PhaseTime>>;
  readonly retry: RetryState | null;
  readonly errorCode: ErrorCode | null;
  readonly errorContext: Readonly<Record<string, string | number | boolean | null>>;
  readonly progress: DraftProgress;
}

/** Kept while a task is retrying, so that another runner goes on counting. */
export interface RetryState {
  readonly code: ErrorCode;
  readonly serverMessage: string | null;
  readonly attempt: number;
  /** First failure since the last recovery. */
  readonly sinceMs: number;
  readonly nextAtMs: number;
  readonly windowEndsMs: number;
}

export function taskRecord(row: Task): TaskRecord {
  const endpoints = endpointsSliceSchema.safeParse(row.endpoints).data ?? null;
  const network = networkSliceSchema.safeParse(row.network).data ?? null;
  const objects = objectsSliceSchema.safeParse(row.objects).data ?? null;
  const initialization = initializationSliceSchema.safeParse(row.initialization).data ?? null;
  const complete = endpoints !== null && row.sourceSecret !== null && row.destinationSecret !== null;
  return {
    row,
    id: row.id,
    status: taskStatuses.find((status) => status === row.status) ?? "not_configured",
    phase: phaseOrder.find((phase) => phase === row.phase) ?? null,
    instanceClass: row.instanceClass in instanceClasses ? (row.instanceClass as InstanceClass) : "small",
    endpoints,
    network,
    objects,
    initialization,
    unsaved: (row.unsaved ?? {}) as Partial<Record<WizardStep, unknown>>,
    tags: row.tags as Record<string, string>,
    phaseTimes: (row.phaseTimes ?? {}) as Partial<Record<TaskPhase, PhaseTime>>,
    retry: (row.retry ?? null) as RetryState | null,
    errorCode: asErrorCode(row.errorCode),
    errorContext: (row.errorContext ?? {}) as Record<string, string | number | boolean | null>,
    progress: {
      endpoints: complete,
      network: complete && network?.endpointsHash === endpointsHash(row),
      objects: objects !== null,
      initialization: initialization !== null,
    },
  };
}

export function asErrorCode(text: string | null): ErrorCode | null {
  return text === null ? null : text in errorCatalogue ? (text as ErrorCode) : "unknown";
}

/** Names what a reachability proof is about: addresses, accounts and passwords. */
export function endpointsHash(row: Pick<Task, "endpoints" | "sourceSecret" | "destinationSecret">): string {
  return hash([row.endpoints, row.sourceSecret, row.destinationSecret]);
}

/** Names the configuration that a precheck is about. When to start is not part of it. */
export function configHash(row: Pick<Task, "endpoints" | "objects" | "initialization" | "sourceSecret" | "destinationSecret" | "instanceClass">): string {
  const initialization = { ...(row.initialization as Record<string, unknown> | null), start: undefined };
  return hash([row.endpoints, row.sourceSecret, row.destinationSecret, row.objects, initialization]).slice(0, 16);
}

function hash(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}

/** JSON with sorted keys: the same value gives the same text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}
