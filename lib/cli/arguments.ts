/** What was asked on the command line. */
export type CommandLine =
  | { readonly command: "help" }
  | { readonly command: "precheck" | "verify" | "cut-over"; readonly file: string; readonly json: boolean }
  | { readonly command: "sync"; readonly file: string; readonly json: boolean; readonly untilCaughtUp: boolean; readonly modify: boolean; readonly ddl: readonly DdlFlag[]; readonly skips: readonly SkipFlag[] };

/** A decision about a schema change that stopped the task, for this run. */
export interface DdlFlag {
  readonly change: string;
  readonly action: "skip" | "edit" | "done";
  readonly statements?: readonly string[];
  readonly reason: string;
}

/** A transaction that stopped the task and is passed over, for this run. */
export interface SkipFlag {
  readonly transaction: string;
  readonly reason: string;
}

export const usage = `Usage:
  tributary precheck task.yaml [--json]                      check both servers; 0 = passed, 1 = failed
  tributary sync     task.yaml [--until caught-up] [--json]  schema, full load, then changes until interrupted
                     [--modify]                              objects of the file differ from those it carries: change them while it runs
             [--skip-ddl ID | --done-ddl ID | --edit-ddl ID --statement SQL …] --reason TEXT
                                                             a schema change that stopped the task: skip it, take it for done, or run other SQL
             [--skip-transaction ID] --reason TEXT           a transaction that the destination does not take: pass over it; it is a known gap
  tributary verify   task.yaml [--json]                      compare both sides row by row; 0 = equal, 1 = differences
  tributary cut-over task.yaml [--json]                      with the task stopped: take the guards off triggers, switch events on

Exit codes: 0 done, passed, equal · 1 precheck failed or differences found · 2 wrong usage or file · 3 the task failed
The task file is described by docs/task-file.schema.json.`;

const commands = ["precheck", "sync", "verify", "cut-over", "help"] as const;

const decisionOptions: Readonly<Record<string, DdlFlag["action"] | "text" | "transaction">> = { "--skip-ddl": "skip", "--done-ddl": "done", "--edit-ddl": "edit", "--skip-transaction": "transaction", "--statement": "text", "--reason": "text" };

/** Parses the arguments behind the program name. A fault is a sentence for stderr. */
export function parseArguments(args: readonly string[]): CommandLine | { readonly fault: string } {
  const [command, ...rest] = args;
  if (command === undefined) return { fault: "A command is missing." };
  if (command === "help" || command === "--help" || command === "-h") return { command: "help" };
  if (command !== "precheck" && command !== "sync" && command !== "verify" && command !== "cut-over") {
    const near = commands.find((known) => known.startsWith(command[0] ?? "?"));
    return { fault: `Unknown command "${command}".${near ? ` Did you mean "${near}"?` : ""}` };
  }
  let file: string | undefined;
  let json = false;
  let untilCaughtUp = false;
  let modify = false;
  let reason = "";
  const statements: string[] = [];
  let skipped: string | undefined;
  let decided: Pick<DdlFlag, "change" | "action"> | undefined;
  for (let at = 0; at < rest.length; at++) {
    const argument = rest[at]!;
    if (argument === "--json") json = true;
    else if (argument === "--help" || argument === "-h") return { command: "help" };
    else if (argument === "--modify") {
      if (command !== "sync") return { fault: "--modify belongs to sync." };
      modify = true;
    } else if (argument === "--until" || argument.startsWith("--until=")) {
      if (command !== "sync") return { fault: "--until belongs to sync." };
      const until = argument === "--until" ? rest[++at] : argument.slice("--until=".length);
      if (until !== "caught-up") return { fault: `--until knows "caught-up", not "${until ?? ""}".` };
      untilCaughtUp = true;
    } else if (decisionOptions[argument]) {
      if (command !== "sync") return { fault: `${argument} belongs to sync.` };
      const value = rest[++at];
      if (value === undefined || value === "") return { fault: `${argument} needs a value.` };
      if (argument === "--reason") reason = value;
      else if (argument === "--statement") statements.push(value);
      else if (decided || skipped !== undefined) return { fault: "One decision at a time; further ones belong to ddlDecisions and skipTransactions of the task file." };
      else if (argument === "--skip-transaction") skipped = value;
      else decided = { change: value, action: decisionOptions[argument] as DdlFlag["action"] };
    } else if (argument.startsWith("-")) return { fault: `Unknown option "${argument}".` };
    else if (file !== undefined) return { fault: `One task file at a time: "${file}" and "${argument}".` };
    else file = argument;
  }
  if (file === undefined) return { fault: `The task file is missing: tributary ${command} task.yaml` };
  if ((decided || skipped !== undefined) && reason.trim().length < 10) return { fault: "A decision needs --reason, of at least 10 characters." };
  if (!decided && skipped === undefined && reason !== "") return { fault: "--reason belongs to --skip-ddl, --done-ddl, --edit-ddl or --skip-transaction." };
  if (!decided && statements.length > 0) return { fault: "--statement belongs to --edit-ddl." };
  if (decided && (decided.action === "edit") !== statements.length > 0) return { fault: "--edit-ddl needs --statement, and only it." };
  const ddl = decided ? [{ ...decided, ...(statements.length > 0 ? { statements } : {}), reason: reason.trim() }] : [];
  const skips = skipped === undefined ? [] : [{ transaction: skipped, reason: reason.trim() }];
  return command === "sync" ? { command, file, json, untilCaughtUp, modify, ddl, skips } : { command, file, json };
}
