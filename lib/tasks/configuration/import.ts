/** A task file → a task of the console, not started. What the file leaves to the environment is asked for in the wizard. */
import { findCluster, findHost } from "../../resources/data";
import { createInstances } from "../creation/mutations";
import { saveEndpoints, saveInitialization, saveObjects, saveUnsaved } from "../mutations";
import { initializationSliceSchema, objectsSliceSchema, type CreateInstance, type ObjectsSliceInput } from "../schema";
import { readTaskFileText, type TaskFileData, type TaskFileFault } from "../task-file";

export type ImportAnswer = { readonly ok: true; readonly id: string; readonly name: string } | { readonly ok: false; readonly faults: readonly TaskFileFault[] };

/** Stands for a variable of the command line's environment, which the console does not have. */
const unknownValue = "\uE002";
const variables = new Proxy<Record<string, string>>({}, { get: () => unknownValue });

/** Makes the task, or says each fault with its line and makes nothing. */
export async function importTaskFile(text: string, instance: CreateInstance, actor: string): Promise<ImportAnswer> {
  const read = readTaskFileText(text, variables);
  if (!read.ok) return read;
  const { data } = read;
  const faults: TaskFileFault[] = [];
  const fault = (path: readonly PropertyKey[], message: string) => faults.push(read.fault(path, message));
  for (const side of ["source", "destination"] as const) {
    for (const field of ["host", "user"] as const)
      if (data[side][field].includes(unknownValue)) fault([side, field], "The console does not know the environment of the command line: put the value itself into the file.");
    if (data[side].tls === "verify") fault([side, "tls"], "A CA file is on another machine: import with tls: required, then paste the certificate in the wizard.");
  }
  const cluster = await findCluster({ address: data.destination.host, port: data.destination.port, regionId: instance.destinationRegionId });
  if (cluster === null && faults.length === 0)
    fault(["destination", "host"], `No PolarDB instance with ${data.destination.host}:${data.destination.port} is registered in this region. Register it under Resources, then import again.`);
  if (faults.length > 0 || cluster === null) return { ok: false, faults };

  const objects = objectsSliceSchema.safeParse(objectsOf(data));
  const initialization = initializationSliceSchema.parse(initializationOf(data));
  const host = await findHost({ address: data.source.host, regionId: instance.sourceRegionId });
  const [id] = await createInstances({ ...instance, name: instance.name ?? data.name, quantity: 1 }, actor);
  if (id === undefined) throw new Error("no instance was made");
  const login = (side: "source" | "destination") => ({ account: data[side].user, encryption: { mode: data[side].tls === "off" ? ("off" as const) : ("required" as const) } });
  const source = host === null ? { kind: "self-managed" as const, address: data.source.host, port: data.source.port, ...login("source") } : { kind: "ecs" as const, hostId: host.id, port: data.source.port, ...login("source") };
  const destination = { kind: "polardb" as const, clusterId: cluster.id, ...login("destination") };
  const name = instance.name ?? data.name;
  let version = 1;
  const password = (side: "source" | "destination") => (data[side].password.includes(unknownValue) ? null : data[side].password);
  const [sourcePassword, destinationPassword] = [password("source"), password("destination")];
  if (sourcePassword !== null && destinationPassword !== null) ({ version } = await saveEndpoints(id, version, { name, source, destination, sourcePassword, destinationPassword }, actor));
  else await saveUnsaved(id, "endpoints", { name, source, destination });
  // Data that may differ is accepted by a person, not by a file.
  if (objects.success && objects.data.existingTables !== "ignore") ({ version } = await saveObjects(id, version, objects.data, actor));
  else await saveUnsaved(id, "objects", { ...objectsOf(data), ignoreAccepted: false });
  await saveInitialization(id, version, initialization, actor);
  return { ok: true, id, name };
}

type Carried = Pick<TaskFileData, keyof TaskFileData & keyof ObjectsSliceInput>;

function objectsOf(data: TaskFileData): ObjectsSliceInput & Record<string, unknown> {
  const { name: _name, source: _source, destination: _destination, initial: _initial, start: _start, conflicts, bookkeepingDatabase: _bookkeeping, serverId: _serverId, otherRetryMinutes, ...carried } = data;
  const rest: Omit<Carried, "otherRetryMinutes"> = carried;
  return { ...rest, otherRetryMinutes: otherRetryMinutes ?? Math.min(10, data.retryMinutes - 1), ...(conflicts === undefined ? {} : { conflictPolicy: conflicts }) };
}

function initializationOf({ initial, start }: TaskFileData) {
  const position = start === undefined ? { kind: "now" as const } : "gtidSet" in start ? { kind: "gtid" as const, gtidSet: start.gtidSet } : { kind: "file" as const, file: start.file, offset: start.offset };
  return { ...initial, start: { mode: "manual" as const }, position };
}
