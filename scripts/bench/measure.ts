import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Measured {
  readonly seconds: number;
  /** User and system time of the programs that were started. */
  readonly cpuSeconds: number;
  /** User and system time of the servers named, over the same time. */
  readonly serverCpuSeconds: number;
  readonly stdout: string;
}

/** Clock ticks a second of /proc/PID/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

function serverCpu(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}

/** Measures work that happens inside servers. */
export async function measureServers(pids: readonly number[], work: () => Promise<void>): Promise<Measured> {
  const before = serverCpu(pids);
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: 0, serverCpuSeconds: serverCpu(pids) - before, stdout: "" };
}

/** Runs a shell line and measures wall and CPU time of all that it starts. Throws with its last words when it fails. */
export async function measureShell(line: string, pids: readonly number[], env: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const before = serverCpu(pids);
  const began = performance.now();
  const child = spawn("bash", ["-c", `set -o pipefail; TIMEFORMAT='cpu %U %S'; time { ${line}\n}`], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`exit code ${code}: ${line}\n${stderr.slice(-2000)}\n${stdout.slice(-1000)}`);
  const cpu = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr);
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: cpu ? Number(cpu[1]) + Number(cpu[2]) : 0, serverCpuSeconds: serverCpu(pids) - before, stdout };
}

/** The middle of an odd number of rounds, the lower middle of an even one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
