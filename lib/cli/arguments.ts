/** What was asked on the command line. */
export type CommandLine =
  | { readonly command: "help" }
  | { readonly command: "precheck" | "verify"; readonly file: string; readonly json: boolean }
  | { readonly command: "sync"; readonly file: string; readonly json: boolean; readonly untilCaughtUp: boolean; readonly modify: boolean };

export const usage = `Usage:
  tributary precheck task.yaml [--json]                      check both servers; 0 = passed, 1 = failed
  tributary sync     task.yaml [--until caught-up] [--json]  schema, full load, then changes until interrupted
                     [--modify]                              objects of the file differ from those it carries: change them while it runs
  tributary verify   task.yaml [--json]                      compare both sides row by row; 0 = equal, 1 = differences

Exit codes: 0 done, passed, equal · 1 precheck failed or differences found · 2 wrong usage or file · 3 the task failed
The task file is described by docs/task-file.schema.json.`;

const commands = ["precheck", "sync", "verify", "help"] as const;

/** Parses the arguments behind the program name. A fault is a sentence for stderr. */
export function parseArguments(args: readonly string[]): CommandLine | { readonly fault: string } {
  const [command, ...rest] = args;
  if (command === undefined) return { fault: "A command is missing." };
  if (command === "help" || command === "--help" || command === "-h") return { command: "help" };
  if (command !== "precheck" && command !== "sync" && command !== "verify") {
    const near = commands.find((known) => known.startsWith(command[0] ?? "?"));
    return { fault: `Unknown command "${command}".${near ? ` Did you mean "${near}"?` : ""}` };
  }
  let file: string | undefined;
  let json = false;
  let untilCaughtUp = false;
  let modify = false;
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
    } else if (argument.startsWith("-")) return { fault: `Unknown option "${argument}".` };
    else if (file !== undefined) return { fault: `One task file at a time: "${file}" and "${argument}".` };
    else file = argument;
  }
  if (file === undefined) return { fault: `The task file is missing: tributary ${command} task.yaml` };
  return command === "sync" ? { command, file, json, untilCaughtUp, modify } : { command, file, json };
}
