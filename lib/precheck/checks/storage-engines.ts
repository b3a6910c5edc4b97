import { quoteTable } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix, value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("storage-engines", {
  topic: "Storage engines",
  title: "{count, plural, one {# table has} other {# tables have}} a storage engine that cannot be synchronized",
  loose: "{count, plural, one {# table is} other {# tables are}} not transactional",
  absent: "{count, plural, one {# table has} other {# tables have}} a storage engine that the destination does not offer",
  why: "Their rows are kept elsewhere (FEDERATED, MRG_MYISAM) or nowhere (BLACKHOLE): copies and changes of them do not hold what a reader of the source sees.",
  whyLoose: "Changes of such a table take effect at once and stay when a transaction is rolled back, and MEMORY tables are emptied by a restart without a row change. At the destination use InnoDB.",
  whyAbsent: "The destination would refuse the table or create it with another engine.",
  convert: "Convert the tables at the source",
  convertNote: "Rewrites each table and locks it for writing meanwhile.",
});

const unusable = new Set(["federated", "mrg_myisam", "blackhole"]);
const transactional = new Set(["innodb", "rocksdb", "ndbcluster", "ndb", "tokudb", "x-engine", "xengine"]);

export const storageEngines: Check = {
  id: "storage-engines", code: "CHECK_ENGINE", side: "objects", severity: "blocker", ignorable: false, dependsOn: ["source-privileges"], topic: say("topic"),
  async run(context) {
    const [facts, selected] = [await context.facts("source"), await context.selected()];
    const engineOf = (engine: string) => engine.toLowerCase();
    const list = (tables: typeof selected.tables): AffectedObject[] => tables.map((table) => ({ kind: "table", database: table.source.database, name: table.source.table, note: verbatim(table.definition.engine) }));
    const observed = [value("ENGINE", [...new Set(selected.tables.map((table) => table.definition.engine))].join(", "))];
    const bad = selected.tables.filter((table) => unusable.has(engineOf(table.definition.engine)));
    const alter = (tables: typeof selected.tables) => fix("sql", "source", facts, say("convert"), tables.map((table) => `ALTER TABLE ${quoteTable(table.source)} ENGINE = InnoDB;`).join("\n"), { risk: "high", note: say("convertNote") });
    if (bad.length > 0) return { status: "failed", title: say("title", { count: bad.length }), observed, why: say("why"), affected: list(bad), step: "objects" };
    const loose = selected.tables.filter((table) => !transactional.has(engineOf(table.definition.engine)));
    if (loose.length > 0) return { status: "warning", title: say("loose", { count: loose.length }), observed, why: say("whyLoose"), affected: list(loose), fixes: [alter(loose)], step: "objects" };
    const { engines } = await context.existing();
    const absent = context.input.options.initialSchema ? selected.tables.filter((table) => !engines.has(engineOf(table.definition.engine))) : [];
    if (absent.length > 0) return { status: "warning", title: say("absent", { count: absent.length }), observed, why: say("whyAbsent"), affected: list(absent), fixes: [alter(absent)], step: "objects" };
    return { status: "passed", observed };
  },
};
