import type { AffectedObject, Check } from "../check";
import { settingFixes, type Settings, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("destination-key-rules", {
  topic: "Key rules of the destination",
  title: "The destination's key rules do not admit {count, plural, one {# table} other {# tables}} of the selection",
  noSchema: "The destination's tables are made by hand.",
  why: "The destination refuses tables without a primary key or foreign keys to a key that is not unique, or adds a hidden column of its own. The account may not switch the rule off for its sessions.",
  keyless: "no primary key",
  parentKey: "foreign key {name} refers to columns without a unique key",
});

/** Rules of MySQL 8.0.13, 8.0.30 and 8.4; the engine switches them off in its sessions where the account may. */
export const destinationKeyRules: Check = {
  id: "destination-key-rules", code: "CHECK_DEST_KEY_RULES", side: "destination", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.initialSchema ? null : say("noSchema")),
  async run(context) {
    const [facts, grants, selected] = [await context.facts("destination"), await context.grants("destination"), await context.selected()];
    const rules = ["sql_require_primary_key", "sql_generate_invisible_primary_key", "restrict_fk_on_non_standard_key"] as const;
    const isOn = (name: (typeof rules)[number]) => facts.variables.get(name) === "ON";
    const observed = rules.filter((name) => facts.variables.has(name)).map((name) => value(name, isOn(name) ? "ON" : "OFF"));
    if (["SESSION_VARIABLES_ADMIN", "SYSTEM_VARIABLES_ADMIN", "SUPER"].some((privilege) => grants.hasPrivilege(privilege))) return { status: "passed", observed };
    const ofKeys = rules.slice(0, 2).filter(isOn);
    const keyless = ofKeys.length === 0 ? [] : selected.tables.filter((table) => !table.definition.keys.some((key) => key.name === "PRIMARY"));
    const parents = new Map(selected.tables.map((table) => [`${table.source.database}\0${table.source.table}`, table.definition]));
    const loose = !isOn("restrict_fk_on_non_standard_key") ? [] : selected.tables.flatMap((table) =>
      table.definition.foreignKeys.flatMap((key) => {
        const parent = parents.get(`${key.referenced.database}\0${key.referenced.table}`);
        const wanted = key.referencedColumns.map((column) => column.toLowerCase()).sort().join();
        const isUnique = parent?.keys.some((other) => other.unique && other.parts.every((part) => part.prefix === null) && other.parts.map((part) => part.column?.toLowerCase()).sort().join() === wanted);
        return parent && !isUnique ? [{ table, key }] : [];
      }),
    );
    const count = keyless.length + loose.length;
    if (count === 0) return { status: "passed", observed };
    const off = (names: readonly string[]): Settings => Object.fromEntries(names.map((name) => [name, "OFF"]));
    const [endpoint, keySettings, parentSettings] = [context.endpoint("destination"), off(keyless.length > 0 ? ofKeys : []), off(loose.length > 0 ? ["restrict_fk_on_non_standard_key"] : [])];
    return {
      status: "failed", title: say("title", { count }), observed, required: Object.keys({ ...keySettings, ...parentSettings }).map((name) => value(name, "OFF")), why: say("why"),
      fixes: [
        ...(keyless.length > 0 ? settingFixes("destination", facts, endpoint, keySettings) : []),
        // The server refuses SET PERSIST for this one (measured on 9.7).
        ...(loose.length > 0 ? settingFixes("destination", facts, endpoint, parentSettings, { notPersistable: true }) : []),
      ],
      affected: [
        ...keyless.map((table): AffectedObject => ({ kind: "table", database: table.target.database, name: table.target.table, note: say("keyless") })),
        ...loose.map(({ table, key }): AffectedObject => ({ kind: "foreign key", database: table.target.database, name: `${table.target.table}.${key.name}`, note: say("parentKey", { name: key.name }) })),
      ],
    };
  },
};
