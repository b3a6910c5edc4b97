import { expect, it } from "vitest";
import { meterWork } from "../../metering/mutations";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { createCluster, updateCluster } from "../mutations";
import { clusterSchema } from "../schema";
import { freePercents, typedFreeSpace } from "./data";

it("a number that was typed keeps its date until another is typed, and what is copied since goes off it", async () => {
  await using control = await controlDatabase();
  const task = await configuredTask(control);
  const { destinationRegionId: regionId } = await control.db.task.findUniqueOrThrow({ where: { id: task } });
  const cluster = (more: object) => clusterSchema.parse({ name: "space", regionId, address: "space.example", ...more });
  const { id } = await createCluster(cluster({}), "li");
  expect(await typedFreeSpace(id)).toBeNull();
  await updateCluster(id, cluster({ storageGib: 10, freeGib: 5 }), "li");
  const typed = await typedFreeSpace(id);
  expect(typed?.bytes).toBe(5 * 1024 ** 3);
  await control.db.cluster.update({ where: { id }, data: { freeAtMs: typed!.atMs - 3_600_000 } });
  await updateCluster(id, cluster({ storageGib: 20, freeGib: 5 }), "li");
  expect((await typedFreeSpace(id))?.atMs).toBe(typed!.atMs - 3_600_000);
  await control.db.task.update({ where: { id: task }, data: { clusterId: id } });
  expect((await freePercents()).get(id)).toBe(25);
  await meterWork(task, typed!.atMs, "full", 1, 1024 ** 3);
  // Changes may write over what is there.
  await meterWork(task, typed!.atMs, "incremental", 1, 9 * 1024 ** 3);
  await meterWork(task, typed!.atMs - 86_400_000, "full", 1, 1024 ** 3);
  expect((await freePercents()).get(id)).toBe(18.5);
  await expect(updateCluster(id, cluster({ storageGib: 1, freeGib: 5 }), "li")).rejects.toMatchObject({ fields: { freeGib: "Not more than the storage." } });
  await updateCluster(id, cluster({}), "li");
  expect((await freePercents()).get(id)).toBeUndefined();
});
