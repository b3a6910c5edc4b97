/** One more task like another, or its reverse. */
import { AppError } from "../../errors/app-error";
import { placeOf, secretPurpose } from "../../endpoints/data";
import { open } from "../../endpoints/secret";
import { findCluster } from "../../resources/data";
import { getTaskRow } from "../data";
import { destinationDatabase, destinationTable, withCapitalization, type Capitalization } from "../../object-names/capitalization";
import { createInstances } from "../creation/mutations";
import { saveEndpoints, saveInitialization, saveObjects, saveUnsaved } from "../mutations";
import { taskRecord } from "../record";
import type { CreateInstance, EndpointsSlice, ObjectsSlice, SelectedObjects } from "../schema";

/**
 * Makes `instance` with endpoints, passwords (sealed anew), objects and settings of another task; the same ones again, or with source and destination in
 * each other's place. It is not started. Throws `not-found`.
 */
export async function createSimilar(fromId: string, reverse: boolean, instance: CreateInstance, actor: string): Promise<string[]> {
  const row = await getTaskRow(fromId);
  const { endpoints, objects, initialization } = taskRecord(row);
  const ids = await createInstances(instance, actor);
  const secret = (side: "source" | "destination") => {
    const sealed = side === "source" ? row.sourceSecret : row.destinationSecret;
    return sealed === null ? null : open(sealed, secretPurpose(row.id, side)).reveal();
  };
  for (const id of ids) {
    const { name } = await getTaskRow(id);
    let version = 1;
    if (endpoints !== null) {
      const turned = reverse ? await reversed(endpoints, instance.destinationRegionId) : endpoints;
      const [sourcePassword, destinationPassword] = reverse ? [secret("destination"), secret("source")] : [secret("source"), secret("destination")];
      const whole = sourcePassword !== null && destinationPassword !== null && turned.destination.clusterId !== "";
      const saved = whole ? await saveEndpoints(id, version, { name, ...turned, sourcePassword, destinationPassword }, actor).catch(asInput) : null;
      if (saved === null) await saveUnsaved(id, "endpoints", { name, ...turned });
      else ({ version } = saved);
    }
    if (objects !== null) {
      const slice: ObjectsSlice = reverse ? { ...objects, capitalization: "source", objects: reversedObjects(objects.objects, objects.capitalization) } : objects;
      // What a person accepted for one task is not accepted for another.
      if (slice.existingTables === "ignore") await saveUnsaved(id, "objects", { ...slice, ignoreAccepted: false });
      else ({ version } = await saveObjects(id, version, slice, actor));
    }
    if (initialization !== null) {
      // The other side holds the data already: only what changes from now on goes back.
      const slice = reverse ? { ...initialization, schema: false, data: false, position: { kind: "now" as const } } : initialization;
      await saveInitialization(id, version, { ...slice, start: { mode: "manual" } }, actor);
    }
  }
  return ids;
}

/** An address that is no longer registered is for the wizard to ask for, not a reason to make nothing. */
function asInput(error: unknown): null {
  if (error instanceof AppError && error.code === "input-invalid") return null;
  throw error;
}

async function reversed({ source, destination }: EndpointsSlice, destinationRegionId: string): Promise<EndpointsSlice> {
  const [from, to] = await Promise.all([placeOf(source), placeOf(destination)]);
  const cluster = await findCluster({ address: from.address, port: from.port, regionId: destinationRegionId });
  return {
    source: { kind: "self-managed", address: to.address, port: to.port, account: destination.account, encryption: destination.encryption },
    destination: { kind: "polardb", clusterId: cluster?.id ?? "", account: source.account, encryption: source.encryption },
  };
}

const nameThere = (name: string, there: string): string | undefined => (there === name ? undefined : there);

type SelectedTable = NonNullable<SelectedObjects[number]["tables"]>[number];

/**
 * Names change sides. Filters and left-out columns name what the other side may not have. What a policy made of the names that are known is said for each: which letters a
 * name had before nobody can tell from the other side. Pure.
 */
export function reversedObjects(objects: SelectedObjects, capitalization: Capitalization = "source"): SelectedObjects {
  const turned = (from: string, to: string | undefined) => (to === undefined || to === from ? {} : { as: from });
  // Where the destination decides, it does so here too: it takes any case.
  return withCapitalization(objects, capitalization).map((entry) => {
    const { database: name, tables, overrides, dml, ddl } = entry;
    const as = nameThere(name, destinationDatabase(entry, 0));
    const named = (one: SelectedTable) => ({ ...one, as: nameThere(one.name, destinationTable(entry, one, 0)) });
    const table = ({ name: from, as: to, columnNames, dml: ofRows, ddl: ofSchema }: SelectedTable) => ({
      name: to ?? from,
      ...turned(from, to),
      ...(ofRows && { dml: ofRows }),
      ...(ofSchema && { ddl: ofSchema }),
      ...(columnNames ? { columnNames: Object.fromEntries(Object.entries(columnNames).map(([column, named]) => [named, column])) } : {}),
    });
    const renamed = overrides?.map(named).filter((each) => each.as !== undefined || each.columnNames !== undefined || each.dml !== undefined || each.ddl !== undefined).map(table) ?? [];
    return {
      database: as ?? name,
      ...turned(name, as),
      ...(dml && { dml }),
      ...(ddl && { ddl }),
      ...(tables ? { tables: tables.map(named).map(table) } : {}),
      ...(renamed.length > 0 ? { overrides: renamed } : {}),
    };
  });
}
