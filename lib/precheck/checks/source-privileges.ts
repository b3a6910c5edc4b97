import type { RequiredPrivilege } from "../../mysql/grants";
import type { AffectedObject, Check, PrecheckInput } from "../check";
import { grantFix, value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("source-privileges", {
  topic: "Source permissions",
  title: "The source account lacks {count, plural, one {# privilege} other {# privileges}}",
  why: "SELECT reads the existing rows, SHOW VIEW the definitions, REPLICATION CLIENT the position and REPLICATION SLAVE the binlog.",
  whyPrograms: "TRIGGER and EVENT are needed because triggers or events are to be created at the destination: a source shows them to nobody else. SELECT reads the existing rows, SHOW VIEW the definitions, REPLICATION CLIENT the position and REPLICATION SLAVE the binlog.",
  on: "on {target}",
  everywhere: "on *.*",
});

/** What triggers and events take on either side, where the task creates them; events go with whole databases. `nameOf`: of a selected database on that side. */
export function programPrivileges({ objects, options }: Pick<PrecheckInput, "objects" | "options">, nameOf: (object: PrecheckInput["objects"][number]) => string): RequiredPrivilege[] {
  return objects.flatMap((object) => {
    const database = nameOf(object);
    return [
      ...(options.triggers === "guard" ? [{ privilege: "TRIGGER", database }] : []),
      ...(options.events === "disabled" && object.tables === undefined ? [{ privilege: "EVENT", database }] : []),
    ];
  });
}

/** What the product needs at the source: the vendor's four, and what shows triggers and events to a task that creates them. */
export function sourcePrivileges(input: Pick<PrecheckInput, "objects" | "options">): RequiredPrivilege[] {
  const server: RequiredPrivilege[] = [{ privilege: "REPLICATION CLIENT" }, { privilege: "REPLICATION SLAVE" }];
  return server.concat(
    programPrivileges(input, ({ database }) => database),
    input.objects.flatMap((object) =>
      object.tables === undefined
        ? ["SELECT", "SHOW VIEW"].map((privilege) => ({ privilege, database: object.database }))
        : object.tables.flatMap((table) => ["SELECT", "SHOW VIEW"].map((privilege) => ({ privilege, database: object.database, table: table.name }))),
    ),
  );
}

export const sourcePrivilegesCheck: Check = {
  id: "source-privileges", code: "CHECK_AUTH_SRC", side: "source", severity: "blocker", ignorable: false, dependsOn: ["source-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, grants] = [await context.facts("source"), await context.grants("source")];
    const required = sourcePrivileges(context.input);
    const { missing, statements } = grants.missingGrants(required);
    const account = `${facts.account.user}@${facts.account.host}`;
    if (missing.length > 0) {
      return {
        status: "failed",
        title: say("title", { count: missing.length }),
        observed: [value("CURRENT_USER()", account), ...grants.lines.map((line) => value("SHOW GRANTS", line))],
        required: missing.map((item) => ({ label: verbatim(item.privilege), value: item.database === undefined ? say("everywhere") : say("on", { target: targetOf(item) }) })),
        why: say(missing.some(({ privilege }) => privilege === "TRIGGER" || privilege === "EVENT") ? "whyPrograms" : "why"),
        fixes: [grantFix("source", facts, statements)],
        affected: missing.map((item): AffectedObject => ({ kind: "privilege", database: item.database ?? null, name: item.privilege, note: item.database === undefined ? say("everywhere") : say("on", { target: targetOf(item) }) })),
        step: "endpoints",
      };
    }
    return { status: "passed", observed: [value("CURRENT_USER()", account)] };
  },
};

function targetOf(item: RequiredPrivilege): string {
  return `${item.database}.${item.table ?? "*"}`;
}
