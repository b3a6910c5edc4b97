import { quoteName } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("database-creatable", {
  topic: "Destination databases",
  missing: "{count, plural, one {# destination database does} other {# destination databases do}} not exist",
  denied: "{count, plural, one {# destination database} other {# destination databases}} can neither be found nor created",
  why: "Without initial schema synchronization nothing is created. The databases and their tables must be there before the start.",
  whyDenied: "The account may not create databases of these names.",
  willCreate: "To be created",
  present: "Present",
  create: "Create the databases at the destination",
});

export const databaseCreatable: Check = {
  id: "database-creatable", code: "CHECK_SCHEMA_CREATE", side: "destination", severity: "blocker", ignorable: false, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, grants, selected, existing] = [await context.facts("destination"), await context.grants("destination"), await context.selected(), await context.existing()];
    const targets = [...new Map(selected.databases.map((database) => [database.target, database])).values()];
    const absent = targets.filter((database) => existing.database(database.target) === null);
    const observed = [
      { ...value("", targets.filter((database) => !absent.includes(database)).map((database) => database.target).join(", ") || null), label: say("present") },
      { ...value("", absent.map((database) => database.target).join(", ") || null), label: say("willCreate") },
    ];
    const blocked = context.input.options.initialSchema ? absent.filter((database) => !grants.hasPrivilege("CREATE", database.target)) : absent;
    if (blocked.length === 0) return { status: "passed", observed };
    const statements = blocked.map(({ target, charset, collation }) => `CREATE DATABASE ${quoteName(target)}${charset ? ` CHARACTER SET ${charset} COLLATE ${collation}` : ""};`);
    return {
      status: "failed",
      title: context.input.options.initialSchema ? say("denied", { count: blocked.length }) : say("missing", { count: blocked.length }),
      observed, why: context.input.options.initialSchema ? say("whyDenied") : say("why"),
      affected: blocked.map((database): AffectedObject => ({ kind: "database", database: null, name: database.target, note: null })),
      fixes: [fix("sql", "destination", facts, say("create"), statements.join("\n"), { risk: "low" })],
      step: "objects",
    };
  },
};
