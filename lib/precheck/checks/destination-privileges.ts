import type { RequiredPrivilege } from "../../mysql/grants";
import { destinationDatabase, destinationTable } from "../../object-names/capitalization";
import type { AffectedObject, Check, PrecheckInput } from "../check";
import { grantFix, value } from "../fixes";
import { speaker, verbatim } from "../text";
import { programPrivileges } from "./source-privileges";

const say = speaker("destination-privileges", {
  topic: "Destination permissions",
  title: "The destination account lacks {count, plural, one {# privilege} other {# privileges}}",
  why: "The task creates and fills the objects, carries their later changes, and records its progress in the database {bookkeeping} in the same transactions.",
  on: "on {target}",
});

const writeRows = ["SELECT", "INSERT", "UPDATE", "DELETE"];
const changeSchema = ["CREATE", "DROP", "ALTER", "INDEX", "REFERENCES"];
/** Views, functions and procedures go with whole databases. */
const changeCode = ["CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE"];
/** Schema changes are tried on an empty table there first. */
const bookkeeping = [...writeRows, ...changeSchema];

/** `folding`: lower_case_table_names of the destination. What the task needs at the destination: read and write on the objects and on its bookkeeping database; rights to change the schema only if it does. */
export function destinationPrivileges(input: Pick<PrecheckInput, "objects" | "options">, folding = 0): RequiredPrivilege[] {
  const carriesSchema = input.options.initialSchema || input.options.ddl !== false;
  const ofObjects = input.objects.flatMap((object) => {
    const privileges = [...writeRows, ...(carriesSchema ? changeSchema : []), ...(carriesSchema && object.tables === undefined ? changeCode : [])];
    const database = destinationDatabase(object, folding);
    if (object.tables === undefined || carriesSchema) return privileges.map((privilege) => ({ privilege, database }));
    return object.tables.flatMap((table) => privileges.map((privilege) => ({ privilege, database, table: destinationTable(object, table, folding) })));
  });
  const ofBookkeeping = bookkeeping.map((privilege) => ({ privilege, database: input.options.bookkeepingDatabase }));
  return [...ofObjects, ...(carriesSchema ? programPrivileges(input, (object) => destinationDatabase(object, folding)) : []), ...ofBookkeeping];
}

export const destinationPrivilegesCheck: Check = {
  id: "destination-privileges", code: "CHECK_AUTH_DEST", side: "destination", severity: "blocker", ignorable: false, dependsOn: ["destination-reachable"], topic: say("topic"),
  async run(context) {
    const [facts, grants] = [await context.facts("destination"), await context.grants("destination")];
    const { missing, statements } = grants.missingGrants(destinationPrivileges(context.input, facts.lowerCaseTableNames));
    const account = value("CURRENT_USER()", `${facts.account.user}@${facts.account.host}`);
    if (missing.length === 0) return { status: "passed", observed: [account] };
    const where = (item: RequiredPrivilege) => say("on", { target: `${item.database}.${item.table ?? "*"}` });
    return {
      status: "failed",
      title: say("title", { count: missing.length }),
      observed: [account, ...grants.lines.map((line) => value("SHOW GRANTS", line))],
      required: missing.map((item) => ({ label: verbatim(item.privilege), value: where(item) })),
      why: say("why", { bookkeeping: context.input.options.bookkeepingDatabase }),
      fixes: [grantFix("destination", facts, statements)],
      affected: missing.map((item): AffectedObject => ({ kind: "privilege", database: item.database ?? null, name: item.privilege, note: where(item) })),
      step: "endpoints",
    };
  },
};
