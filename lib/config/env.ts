/**
 * Settings from the environment: the only reader of process.env of console and runner. Every path is absolute, so that both processes
 * mean the same file whatever their working directory is.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { isAbsolute, join } from "node:path";
import { AppError } from "../errors/app-error";

export interface Environment {
  /** TRIBUTARY_HOST: address that the console listens on. Default 127.0.0.1. */
  readonly host: string;
  /** TRIBUTARY_PORT. Default 3000. */
  readonly port: number;
  /** TRIBUTARY_URL: address that browsers use, when it is not http://host:port (behind a proxy). */
  readonly url: string;
  /** TRIBUTARY_DATA_DIR: folder of the control database and the key. Default `data` below the working directory. */
  readonly dataDir: string;
  /** TRIBUTARY_MIGRATIONS_DIR: folder of the migrations. Default `prisma/migrations` below the working directory. */
  readonly migrationsDir: string;
  /** TRIBUTARY_LOG_LEVEL: error, warn, info or debug. Default info. */
  readonly logLevel: "error" | "warn" | "info" | "debug";
  /** TRIBUTARY_LOG_FORMAT: json or text. Default json. */
  readonly logFormat: "json" | "text";
  /** TRIBUTARY_RUNNER_ADDRESSES: CIDRs that the runner connects from, separated by commas, where they are not this machine's own. */
  readonly runnerAddresses: readonly string[];
  /** TRIBUTARY_RUNNER_ID: name of this runner. Default host name and process id. */
  readonly runnerId: string;
  /** Version of the product, where npm started the process. */
  readonly version: string;
  /** TRIBUTARY_ENVIRONMENT: shown as a badge in the console's header, such as "production". Default none. */
  readonly environmentName: string;
  /** TRIBUTARY_RUNNER_REGION: id of the region that this runner serves, and no other. Default "": it takes the tasks of regions without a runner of their own. */
  readonly runnerRegion: string;
  /**
   * TRIBUTARY_NETWORK_COMMAND: JSON list of a program (absolute path) and its arguments, which lets runners in, see lib/endpoints/network-rules/command-adapter.ts.
   * Default none: nothing is ever run. TRIBUTARY_NETWORK_DRY_RUN=1: the command is shown and not run.
   */
  readonly networkCommand: NetworkCommand | null;
  /** TRIBUTARY_RUNNER_TASKS: tasks that a runner works on at a time. Default 20. */
  readonly runnerTasks: number;
}

export interface NetworkCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly dryRun: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads and checks all settings. Throws `config-invalid` that lists every fault. Pure but for the machine's host name. */
export function readEnvironment(variables: Variables, workingDirectory: string): Environment {
  const faults: string[] = [];
  const text = (name: string, fallback: string) => (variables[name]?.trim() ? variables[name].trim() : fallback);
  const whole = (name: string, fallback: number, lowest: number, highest: number) => {
    const given = variables[name]?.trim();
    if (!given) return fallback;
    const value = Number(given);
    if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
    faults.push(`${name} must be a whole number from ${lowest} to ${highest}, not "${given}"`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly [T, ...T[]]): T => {
    const given = variables[name]?.trim();
    if (!given) return allowed[0];
    const found = allowed.find((value) => value === given);
    if (found === undefined) faults.push(`${name} must be ${allowed.join(", ")}, not "${given}"`);
    return found ?? allowed[0];
  };
  const folder = (name: string, fallback: string) => {
    const given = variables[name]?.trim();
    if (!given) return fallback;
    return isAbsolute(given) ? given : join(workingDirectory, given);
  };
  const host = text("TRIBUTARY_HOST", "127.0.0.1");
  const port = whole("TRIBUTARY_PORT", 3000, 1, 65_535);
  const url = text("TRIBUTARY_URL", `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    faults.push(`TRIBUTARY_URL must be an address that begins with http:// or https://, not "${url}"`);
  const networkCommand = (): NetworkCommand | null => {
    const given = text("TRIBUTARY_NETWORK_COMMAND", "");
    if (given === "") return null;
    const words = asList(given);
    const [program, ...rest] = words ?? [];
    if (program !== undefined && isAbsolute(program)) return { program, arguments: rest, dryRun: text("TRIBUTARY_NETWORK_DRY_RUN", "") === "1" };
    faults.push('TRIBUTARY_NETWORK_COMMAND must be a JSON list such as ["/usr/local/sbin/allow","{action}","{cidr}","{port}"], its program with an absolute path');
    return null;
  };
  const environment: Environment = {
    host,
    port,
    url: url.replace(/\/+$/, ""),
    dataDir: folder("TRIBUTARY_DATA_DIR", join(workingDirectory, "data")),
    migrationsDir: folder("TRIBUTARY_MIGRATIONS_DIR", join(/*turbopackIgnore: true*/ workingDirectory, "prisma", "migrations")),
    logLevel: oneOf("TRIBUTARY_LOG_LEVEL", ["info", "error", "warn", "debug"]),
    logFormat: oneOf("TRIBUTARY_LOG_FORMAT", ["json", "text"]),
    runnerAddresses: text("TRIBUTARY_RUNNER_ADDRESSES", "")
      .split(",")
      .map((address) => address.trim())
      .filter((address) => address !== ""),
    runnerId: text("TRIBUTARY_RUNNER_ID", `${hostname()}-${process.pid}`),
    version: text("npm_package_version", "0.1.0"),
    environmentName: text("TRIBUTARY_ENVIRONMENT", ""),
    runnerRegion: text("TRIBUTARY_RUNNER_REGION", ""),
    networkCommand: networkCommand(),
    runnerTasks: whole("TRIBUTARY_RUNNER_TASKS", 20, 1, 1_000),
  };
  const given = variables["TRIBUTARY_SECRET_KEY"]?.trim();
  if (given && given.length < 32) faults.push("TRIBUTARY_SECRET_KEY must have at least 32 characters");
  if (faults.length > 0) throw new AppError("config-invalid", { detail: faults.join("; ") });
  return environment;
}

/** A JSON list of texts; null for anything else. */
function asList(json: string): string[] | null {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : null;
  } catch {
    return null;
  }
}

let remembered: Environment | undefined;

/** Settings of this process, read on the first call. */
export function environment(): Environment {
  remembered ??= readEnvironment(process.env, process.cwd());
  return remembered;
}

/** The control database's file. */
export function databaseFile(): string {
  return join(/*turbopackIgnore: true*/ environment().dataDir, "tributary.db");
}

let rememberedKey: string | undefined;

/**
 * The secret that credentials and sessions are sealed with: TRIBUTARY_SECRET_KEY, else the key file of the data folder, which is made on
 * first use and readable by its owner only. Console and runner must agree on it.
 */
export function secretKey(): string {
  rememberedKey ??= process.env.TRIBUTARY_SECRET_KEY?.trim() || keyOfFile(environment().dataDir);
  return rememberedKey;
}

/** Reads the key file, or makes it: of several processes that start at once, one writes and all read the same. */
export function keyOfFile(dataDir: string): string {
  const file = join(/*turbopackIgnore: true*/ dataDir, "secret.key");
  const read = () => readFileSync(file, "utf8").trim();
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new AppError("config-invalid", { cause: error, detail: `the key file ${file} cannot be read` });
  }
  mkdirSync(/*turbopackIgnore: true*/ dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  try {
    chmodSync(draft, 0o600);
    // A link fails where the name exists: whoever was first wins, and nobody reads half a file.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read();
}

/** Addresses of this machine that a server may see the runner come from, as CIDRs of one address; loopback last. */
export function machineAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outside = all.filter((entry) => !entry.internal && !entry.address.startsWith("fe80:"));
  const chosen = outside.length > 0 ? outside : all;
  return [...new Set(chosen.map((entry) => `${entry.address}/${entry.family === "IPv4" ? 32 : 128}`))];
}

export function hostName(): string {
  return hostname();
}
