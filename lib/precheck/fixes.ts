/** Builds fixes for the server at hand: its version, flavour, account and objects. */
import type { ServerFacts } from "../mysql/server-facts";
import { atLeast } from "../mysql/server-facts";
import type { EndpointFacts, Fix, LabelledValue } from "./check";
import { speaker, type Text, verbatim } from "./text";

const say = speaker("fix", {
  grant: "Grant the missing privileges",
  grantNote: "Run it as an account that holds them with GRANT OPTION. Takes effect for new connections.",
  setVariable: "Set {name}",
  persisted: "Takes effect for new connections at once and survives a restart.",
  dynamic: "Takes effect for new connections at once, until the next restart. Add the my.cnf lines so that it stays.",
  mycnf: "Set it in my.cnf",
  mycnfKeeps: "Keeps the setting at the next restart.",
  mycnfInstead: "For servers whose settings are kept in files; takes effect at the next restart. What SET PERSIST wrote wins over my.cnf.",
  mycnfNeedsRestart: "Takes effect after a restart of the server.",
  console: "Change parameters at the provider",
  consoleBody: "Set {settings} in the parameter settings of the instance.",
});

export function describeServer(facts: ServerFacts): string {
  return `${facts.flavour === "mariadb" ? "MariaDB" : "MySQL"} ${facts.version.major}.${facts.version.minor}.${facts.version.patch}`;
}

/** A value beside its name; both are the same in every language. */
export function value(label: string, text: string | number | null): LabelledValue {
  return { label: verbatim(label), value: verbatim(text === null ? "—" : String(text)) };
}

interface FixOptions {
  readonly note?: Text;
  readonly risk?: Fix["risk"];
  readonly needsRestart?: boolean;
  readonly survivesRestart?: boolean;
  readonly placeholders?: readonly string[];
}

export function fix(kind: Fix["kind"], side: Fix["side"], facts: ServerFacts | null, title: Text, body: string, options: FixOptions = {}): Fix {
  return {
    kind, side, title, body, appliesTo: facts ? describeServer(facts) : "",
    needsRestart: options.needsRestart ?? false, survivesRestart: options.survivesRestart ?? true, risk: options.risk ?? "none", note: options.note ?? null,
    placeholders: options.placeholders ?? [...new Set(body.match(/<[a-z][a-z0-9 -]*>/g) ?? [])],
  };
}

export function grantFix(side: Fix["side"], facts: ServerFacts, statements: readonly string[]): Fix {
  return fix("sql", side, facts, say("grant"), statements.join("\n"), { note: say("grantNote"), risk: "low" });
}

/** Name → value, as SQL writes the value. */
export type Settings = Readonly<Record<string, string | number>>;

/**
 * How to change server settings: SET PERSIST where the server has it (MySQL 8.0), else SET GLOBAL, each with the lines of my.cnf beside it; my.cnf alone for what can only be set at
 * start; the provider's parameter settings where there is neither.
 */
export function settingFixes(side: Fix["side"], facts: ServerFacts, endpoint: EndpointFacts | null, settings: Settings, options: { readonly atStartOnly?: boolean; readonly notPersistable?: boolean } = {}): Fix[] {
  const entries = Object.entries(settings);
  if (endpoint?.managed) {
    const text = entries.map(([name, wanted]) => `${name} = ${wanted}`).join(", ");
    return [fix("console", side, facts, say("console"), say("consoleBody", { settings: text }).text)];
  }
  const mycnf = ["[mysqld]", ...entries.map(([name, wanted]) => `${name} = ${String(wanted).replace(/^'(.*)'$/, "$1")}`)].join("\n");
  if (options.atStartOnly) return [fix("mycnf", side, facts, say("mycnf"), mycnf, { needsRestart: true, note: say("mycnfNeedsRestart") })];
  const persists = facts.flavour === "mysql" && atLeast(facts.version, 8) && !options.notPersistable;
  const sql = entries.map(([name, wanted]) => `SET ${persists ? "PERSIST" : "GLOBAL"} ${name} = ${wanted};`).join("\n");
  const title = say("setVariable", { name: entries.map(([name]) => name).join(", ") });
  if (persists)
    return [
      fix("sql", side, facts, title, sql, { note: say("persisted"), risk: "low" }),
      fix("mycnf", side, facts, say("mycnf"), mycnf, { needsRestart: true, note: say("mycnfInstead") }),
    ];
  return [
    fix("sql", side, facts, title, sql, { note: say("dynamic"), risk: "low", survivesRestart: false }),
    fix("mycnf", side, facts, say("mycnf"), mycnf, { note: say("mycnfKeeps") }),
  ];
}
