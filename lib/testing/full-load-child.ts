/** A full load in a process of its own, for tests that kill it: says `ready` after so many commits and then stands still. */
import { fullLoad } from "./full-load";
import { testServer } from "./servers";
import type { TwoServers } from "./two-servers";

const { id, stopAfter, chunkRows } = JSON.parse(process.argv[2]!) as { id: string; stopAfter: number; chunkRows: number };
const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
let commits = 0;
const box = { id, bookkeepingDatabase: `${id}book`, source: { server: source, database: id }, destination: { server: destination, database: id } } as unknown as TwoServers;
await fullLoad(box, {
  chunkRows,
  failpoint: async (name) => {
    if (name === "after-commit") commits += 1;
    if (commits < stopAfter || name !== "before-commit") return;
    process.stdout.write("ready\n");
    await new Promise(() => setInterval(() => {}, 1_000));
  },
});
