/** A control database of its own for one test: `await using control = await controlDatabase()`. It stands in for the process's until disposed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDatabase, type Database, openDatabase, useDatabase } from "../db/client";
import { seal } from "../endpoints/secret";
import { secretPurpose } from "../endpoints/data";
import { createInstances } from "../tasks/creation/mutations";
import { configHash, endpointsHash } from "../tasks/record";
import { createInstanceSchema, initializationSliceSchema, objectsSliceSchema } from "../tasks/schema";
import type { TaskStatus } from "../tasks/status";

export const migrationsFolder = join(import.meta.dirname, "../../prisma/migrations");

export interface ControlDatabase extends AsyncDisposable {
  readonly db: Database;
  readonly file: string;
  readonly folder: string;
}

export async function controlDatabase(): Promise<ControlDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "tributary-control-"));
  // Secrets of a test are sealed with a key of the test.
  process.env.TRIBUTARY_SECRET_KEY ??= "a secret key that only tests know, 32+";
  const file = join(folder, "tributary.db");
  const db = openDatabase(file, migrationsFolder);
  useDatabase(db);
  await db.region.create({ data: { id: "local", name: "Local", createdAtMs: Date.now() } });
  return {
    db,
    file,
    folder,
    [Symbol.asyncDispose]: async () => {
      await closeDatabase();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface ConfiguredTask {
  readonly source?: { readonly address: string; readonly port: number; readonly account: string; readonly password: string };
  readonly destination?: { readonly address: string; readonly port: number; readonly account: string; readonly password: string };
  readonly objects?: unknown;
  readonly initialization?: unknown;
  readonly status?: TaskStatus;
}

/** A task whose wizard is done. Without addresses it leads to ports where nobody listens. */
export async function configuredTask(control: ControlDatabase, given: ConfiguredTask = {}): Promise<string> {
  const [id] = await createInstances(createInstanceSchema.parse({ sourceRegionId: "local", destinationRegionId: "local" }), "tester");
  if (id === undefined) throw new Error("no task was made");
  const nobody = { address: "127.0.0.1", port: 1, account: "nobody", password: "secret" };
  const source = given.source ?? nobody;
  const destination = given.destination ?? nobody;
  const clusterId = `pc-${id.slice(3)}`;
  await control.db.cluster.create({
    data: { id: clusterId, name: clusterId, regionId: "local", address: destination.address, port: destination.port, labels: [], createdAtMs: Date.now() },
  });
  const row = await control.db.task.update({
    where: { id },
    data: {
      endpoints: {
        source: { kind: "self-managed", address: source.address, port: source.port, account: source.account, encryption: { mode: "off" } },
        destination: { kind: "polardb", clusterId, account: destination.account, encryption: { mode: "off" } },
      },
      clusterId,
      sourceSecret: seal(source.password, secretPurpose(id, "source")),
      destinationSecret: seal(destination.password, secretPurpose(id, "destination")),
      sourceAddress: `${source.address}:${source.port}`,
      destinationAddress: `${destination.address}:${destination.port}`,
      objects: objectsSliceSchema.parse(given.objects ?? { objects: [{ database: "shop" }] }),
      initialization: initializationSliceSchema.parse(given.initialization ?? {}),
    },
  });
  await control.db.task.update({
    where: { id },
    data: { status: given.status ?? "not_started", configHash: configHash(row), network: { endpointsHash: endpointsHash(row), checkedAtMs: Date.now() } },
  });
  return id;
}
