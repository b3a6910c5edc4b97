/**
 * npm run bench -- [--quick] [--write]
 * Compares Tributary with the servers' own tools on this machine, side by side in one run: the full load with `mysqldump | mysql`, the
 * catch-up with the server's own replication with 4 applier workers. After each round all rows of both destinations are compared with
 * the source. Speed is a ratio within the run; seconds alone say little about another machine. `--write` renews docs/benchmarks.md.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect, type MysqlConnection } from "../../lib/mysql/connection";
import { ensureBuild } from "../servers/builds.mjs";
import { Instance } from "../servers/instance.mjs";
import { localFolder, repositoryRoot } from "../servers/places.mjs";
import { measureServers, measureShell, median, type Measured } from "./measure";
import { burst, database, fill, narrowTables, prepareWorkload, type WorkloadName } from "./workload";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, write: { type: "boolean", default: false } } });
const sizes = values.quick ? { rowsPerTable: 120_000, rounds: 3, transactions: 30_000, bulkRows: 200_000 } : { rowsPerTable: 500_000, rounds: 3, transactions: 150_000, bulkRows: 1_000_000 };

const folder = join(localFolder, "bench");
const lines = ["innodb-buffer-pool-size=512M", "innodb-redo-log-capacity=1G", "max-binlog-size=1G"];
const make = (name: string, port: number, more: readonly string[] = []) => new Instance({ build: "mysql", folder: join(folder, name), port, durable: true, lines: [...lines, ...more] });
const source = make("source", 33906);
const ours = make("tributary", 33907);
const native = make("native", 33908, ["replica-parallel-workers=4", "skip-replica-start"]);

interface Row {
  readonly what: string;
  readonly rival: string;
  readonly work: string;
  readonly ours: readonly Measured[];
  readonly theirs: readonly Measured[];
  readonly peakMemory: number;
}

function say(text: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);
}

async function admin(instance: Instance, role: "source" | "destination"): Promise<MysqlConnection> {
  return connect({ role, host: "127.0.0.1", port: instance.port, user: "admin", password: "admin", tls: { mode: "off" } });
}

/** The task, with all appliers that the comparison allows the other side. */
async function taskFile(instance: Instance): Promise<string> {
  const file = join(folder, `task-${instance.port}.yaml`);
  const endpoint = (port: number) => `{ host: 127.0.0.1, port: ${port}, user: admin, password: admin }`;
  await writeFile(file, `name: bench-${instance.port}\nsource: ${endpoint(source.port)}\ndestination: ${endpoint(instance.port)}\nobjects:\n  - database: ${database}\n`);
  return file;
}

const program = `${process.execPath} --import tsx lib/cli/main.ts`;

async function syncOurs(file: string): Promise<{ measured: Measured; peakMemory: number }> {
  const measured = await measureShell(`cd ${repositoryRoot} && ${program} sync ${file} --until caught-up --json`, [ours.pid()!]);
  const end = measured.stdout.trim().split("\n").map((line) => JSON.parse(line) as { type: string; peakMemoryBytes?: number }).findLast((line) => line.type === "end");
  return { measured, peakMemory: end?.peakMemoryBytes ?? 0 };
}

/** All rows of all tables on both sides, byte for byte. */
async function compare(instance: Instance): Promise<void> {
  await measureShell(`cd ${repositoryRoot} && ${program} verify ${await taskFile(instance)} --json`, []);
}

async function fullLoad(round: number, file: string): Promise<{ ours: Measured; theirs: Measured; peakMemory: number }> {
  const build = await ensureBuild("mysql");
  const quote = (words: readonly string[]) => words.map((word) => `'${word}'`).join(" ");
  const to = (instance: Instance) => `-h127.0.0.1 -P${instance.port} -uadmin -padmin`;
  const dump = async () => {
    await using connection = await admin(native, "destination");
    await connection.run(`DROP DATABASE IF EXISTS ${database}`);
    return await measureShell(`${quote(build.client("mysqldump"))} ${to(source)} --single-transaction --set-gtid-purged=OFF --databases ${database} 2>/dev/null | ${quote(build.client("mysql"))} ${to(native)} 2>/dev/null`, [native.pid()!]);
  };
  const load = async () => {
    await using connection = await admin(ours, "destination");
    await connection.run(`DROP DATABASE IF EXISTS ${database}`);
    await connection.run("DROP DATABASE IF EXISTS tributary");
    return await syncOurs(file);
  };
  // Who goes first alternates: caches favour the second.
  const first = round % 2 === 0;
  const early = first ? await dump() : undefined;
  const own = await load();
  const theirs = early ?? (await dump());
  await compare(ours);
  await compare(native);
  return { ours: own.measured, theirs, peakMemory: own.peakMemory };
}

/** The native destination holds what the source held at `gtidSet`; from there its own replication goes on. */
async function joinReplication(gtidSet: string): Promise<void> {
  await using connection = await admin(native, "destination");
  await connection.run("STOP REPLICA").catch(() => undefined);
  await connection.run("RESET REPLICA ALL");
  await connection.run("RESET BINARY LOGS AND GTIDS");
  await connection.run(`SET GLOBAL gtid_purged = '${gtidSet}'`);
  await connection.run(`CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=${source.port}, SOURCE_USER='admin', SOURCE_PASSWORD='admin', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1`);
}

async function executed(connection: MysqlConnection): Promise<string> {
  const [row] = await connection.query<{ gtid: string }>("SELECT @@global.gtid_executed AS gtid");
  return row!.gtid.replace(/\s/g, "");
}

async function replicate(target: string): Promise<Measured> {
  await using connection = await admin(native, "destination");
  return await measureServers([native.pid()!], async () => {
    await connection.run("START REPLICA");
    const [row] = await connection.query<{ timedOut: string }>(`SELECT WAIT_FOR_EXECUTED_GTID_SET('${target}', 3600) AS timedOut`);
    if (row!.timedOut !== "0") throw new Error("the server's own replication did not arrive");
    await connection.run("STOP REPLICA");
  });
}

async function catchUp(round: number, workload: WorkloadName, file: string): Promise<{ ours: Measured; theirs: Measured; peakMemory: number; transactions: number }> {
  await using control = await admin(source, "source");
  const writers = await Promise.all(narrowTables.map(() => admin(source, "source")));
  const transactions = await burst(writers, workload, workload === "transactions" ? sizes.transactions : sizes.bulkRows, round + 1);
  for (const writer of writers) await writer.close();
  const target = await executed(control);
  const first = round % 2 === 0;
  const early = first ? await replicate(target) : undefined;
  const own = await syncOurs(file);
  const theirs = early ?? (await replicate(target));
  await compare(ours);
  await compare(native);
  return { ours: own.measured, theirs, peakMemory: own.peakMemory, transactions };
}

function told<T extends { readonly ours: Measured; readonly theirs: Measured }>(round: T): T {
  say(`  Tributary ${round.ours.seconds.toFixed(1)} s, the other ${round.theirs.seconds.toFixed(1)} s`);
  return round;
}

function table(rows: readonly Row[]): string {
  const seconds = (measured: readonly Measured[]) => median(measured.map((each) => each.seconds));
  const cpu = (measured: readonly Measured[]) => median(measured.map((each) => each.cpuSeconds + each.serverCpuSeconds));
  const lines = [
    "| Work | Against | Tributary | The other | Times as fast | CPU of Tributary + its destination | CPU of the other + its destination | Peak memory of Tributary |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      (row) =>
        `| ${row.what}: ${row.work} | ${row.rival} | ${seconds(row.ours).toFixed(1)} s | ${seconds(row.theirs).toFixed(1)} s | **${(seconds(row.theirs) / seconds(row.ours)).toFixed(2)}** | ${median(row.ours.map((each) => each.cpuSeconds)).toFixed(1)} + ${median(row.ours.map((each) => each.serverCpuSeconds)).toFixed(1)} = ${cpu(row.ours).toFixed(1)} s | ${cpu(row.theirs).toFixed(1)} s | ${(row.peakMemory / 1e6).toFixed(0)} MB |`,
    ),
  ];
  return lines.join("\n");
}

/** What the table means, in both directions. */
const reading = `A number below 1 means that the other is faster. Many small transactions are where merging pays: several source transactions share one destination commit and multi-row statements. With few large
transactions there is nothing to merge, and the server's own replication applies rows without any SQL; there it is ahead. The full load is mostly the destination's work on both sides; the more rows, the less the
start of the program and the building of indexes after the rows weigh.`;

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const instance of [source, ours, native]) await instance.remove();
  try {
    say("starting three servers");
    await Promise.all([source, ours, native].map((instance) => instance.start()));
    await using control = await admin(source, "source");
    say(`filling the source: 4 × ${sizes.rowsPerTable.toLocaleString("en")} narrow rows, ${(sizes.rowsPerTable / 2).toLocaleString("en")} wide rows`);
    await fill(control, sizes.rowsPerTable);
    await prepareWorkload(control, sizes.rowsPerTable);
    const file = await taskFile(ours);
    const rows: Row[] = [];

    const loads = [];
    for (let round = 0; round < sizes.rounds; round++) {
      say(`full load, round ${round + 1} of ${sizes.rounds}`);
      loads.push(told(await fullLoad(round, file)));
    }
    rows.push({ what: "Full load", rival: "`mysqldump \\| mysql`", work: `${(sizes.rowsPerTable * 4.5).toLocaleString("en")} rows`, ours: loads.map((each) => each.ours), theirs: loads.map((each) => each.theirs), peakMemory: Math.max(...loads.map((each) => each.peakMemory)) });

    await joinReplication(await executed(control));
    for (const workload of ["transactions", "bulk"] as const) {
      const rounds = [];
      for (let round = 0; round < sizes.rounds; round++) {
        say(`catch-up, ${workload}, round ${round + 1} of ${sizes.rounds}`);
        rounds.push(told(await catchUp(round, workload, file)));
      }
      const work = workload === "transactions" ? `${rounds[0]!.transactions.toLocaleString("en")} transactions of 4 row changes` : `${rounds[0]!.transactions.toLocaleString("en")} inserts of 1,000 rows`;
      rows.push({ what: "Catch-up", rival: "replication, 4 workers", work, ours: rounds.map((each) => each.ours), theirs: rounds.map((each) => each.theirs), peakMemory: Math.max(...rounds.map((each) => each.peakMemory)) });
    }

    const result = table(rows);
    console.log(result);
    if (values.write) {
      await writeFile(
        join(repositoryRoot, "docs", "benchmarks.md"),
        `# Benchmarks\n\nMade by \`npm run bench --${values.quick ? " --quick" : ""} --write\` on ${cpus().length} cores, ${source.version} on all sides, every server with \`sync_binlog=1\` and \`innodb_flush_log_at_trx_commit=1\`.\nMedians of ${sizes.rounds} rounds; who goes first alternates. After every round all rows of both destinations are compared with the source, byte for byte.\nOur time includes the start of the program; the dump's time includes both of its programs.\n\n${result}\n\n${reading}\n`,
      );
    }
  } finally {
    for (const instance of [source, ours, native]) await instance.remove();
  }
}

await main();
