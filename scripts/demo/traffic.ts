/**
 * Modest, never-ending traffic on the source. A process of its own: node --import tsx scripts/demo/traffic.ts
 * DEMO_SOURCE is the address as JSON. Ends on SIGTERM; loses and finds the server again by itself.
 */
import type { Connection } from "mysql2/promise";
import { setTimeout as wait } from "node:timers/promises";
import { crmDeeds, definitionChanges } from "./crm-traffic";
import { connectAs } from "./load-databases";
import type { ServerAddress } from "./server-address";
import { shopDeeds } from "./shop-traffic";
import { below, type Deed } from "./traffic-deeds";

const pauseMs = 60;
const definitionChangeEveryMs = 25_000;

const ending = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => ending.abort());

const source = JSON.parse(process.env.DEMO_SOURCE ?? "{}") as ServerAddress;
const deeds = [...shopDeeds, ...crmDeeds];
const weights = deeds.reduce((sum, deed) => sum + deed.weight, 0);
let nextDefinitionChange = 0;

while (!ending.signal.aborted) {
  try {
    await using connection = await connectAs(source);
    await work(connection);
  } catch (error) {
    if (ending.signal.aborted) break;
    console.error(`traffic: ${(error as Error).message}; trying again`);
    await wait(2_000, undefined, { signal: ending.signal }).catch(() => undefined);
  }
}

async function work(connection: Connection): Promise<void> {
  let changedAt = Date.now();
  while (!ending.signal.aborted) {
    await orGiveUp(connection, choose().run);
    if (Date.now() - changedAt > definitionChangeEveryMs) {
      changedAt = Date.now();
      const change = definitionChanges[nextDefinitionChange++ % definitionChanges.length];
      if (change) await orGiveUp(connection, change);
    }
    await wait(below(2 * pauseMs), undefined, { signal: ending.signal }).catch(() => undefined);
  }
}

/** What two at a time cannot both do (deadlock, lock wait, a duplicate) is left undone; a lost connection is passed on. */
async function orGiveUp(connection: Connection, deed: Deed["run"]): Promise<void> {
  try {
    await deed(connection);
  } catch (error) {
    if ((error as { fatal?: boolean; errno?: number }).fatal || !((error as { errno?: number }).errno ?? 0)) throw error;
    await connection.rollback();
    const { errno } = error as { errno: number };
    if (![1062, 1205, 1213, 1451, 1452].includes(errno)) console.error(`traffic: ${(error as Error).message}`);
  }
}

function choose(): Deed {
  let at = below(weights);
  for (const deed of deeds) if ((at -= deed.weight) < 0) return deed;
  throw new Error("the weights do not add up");
}
