import type { ServerFacts } from "../../mysql/server-facts";
import type { ColumnDefinition, KeyPart, TableDefinition } from "../../mysql/table-definition";
import { quoteTable } from "../../mysql/identifier";
import type { AffectedObject, Check } from "../check";
import { fix, settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("index-length", {
  topic: "Length of indexed columns",
  title: "{count, plural, one {# key is} other {# keys are}} longer than the destination allows",
  noSchema: "The destination's tables are made by hand.",
  why: "The destination limits the bytes of an indexed column by its row format and page size and refuses the table or the key (error 1071). Shorten the key at the source, or let the destination make tables of the row format DYNAMIC.",
  limit: "Bytes of an indexed column",
  length: "{bytes} bytes of {column}, {limit} are allowed",
  dynamic: "Give the tables the row format DYNAMIC at the source; it comes along",
  dynamicNote: "Rewrites each table.",
});

/** Bytes of one character at most (manual, "Supported Character Sets and Collations"). */
function bytesPerCharacter(charset: string | null): number {
  if (charset === null) return 1;
  if (["utf8mb4", "utf16", "utf16le", "utf32", "gb18030"].includes(charset)) return 4;
  if (["utf8", "utf8mb3", "ujis", "eucjpms"].includes(charset)) return 3;
  return ["ucs2", "gbk", "gb2312", "big5", "sjis", "cp932", "euckr"].includes(charset) ? 2 : 1;
}

/** Only texts and bytes can be too long. */
function indexedBytes(part: KeyPart, column: ColumnDefinition | undefined): number {
  if (!column || !/char|text|binary|blob/.test(column.dataType)) return 0;
  const declared = Number(/\((\d+)\)/.exec(column.columnType)?.[1] ?? 0);
  return (part.prefix ?? declared) * bytesPerCharacter(column.charset);
}

/**
 * Bytes that the destination's InnoDB indexes of one column: 767 for COMPACT and REDUNDANT, 3,072 for DYNAMIC and COMPRESSED, less with small pages; before
 * 5.7.7 the long ones only with innodb_large_prefix and the Barracuda format (manual, "InnoDB Limits").
 */
export function longestIndexedColumn(facts: Pick<ServerFacts, "variables">, rowFormat: string | null): number {
  const variable = (name: string) => facts.variables.get(name)?.toLowerCase();
  const format = (rowFormat ?? variable("innodb_default_row_format") ?? (facts.variables.has("innodb_large_prefix") ? "compact" : "dynamic")).toLowerCase();
  const isLong = format === "dynamic" || format === "compressed";
  const large = !facts.variables.has("innodb_large_prefix") || (variable("innodb_large_prefix") === "on" && (variable("innodb_file_format") ?? "barracuda") === "barracuda");
  const page = Number(variable("innodb_page_size") ?? 16_384);
  return Math.min(isLong && large ? 3_072 : 767, page <= 4_096 ? 768 : page <= 8_192 ? 1_536 : 3_072);
}


export const indexLength: Check = {
  id: "index-length", code: "CHECK_INDEX_LENGTH", side: "objects", severity: "blocker", ignorable: true, dependsOn: ["source-privileges", "destination-reachable"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.initialSchema ? null : say("noSchema")),
  async run(context) {
    const [source, destination, selected] = [await context.facts("source"), await context.facts("destination"), await context.selected()];
    // Only what was written at the table's making comes along; else the destination's default holds.
    const names = [...new Set(selected.databases.map((database) => database.source))];
    const formats = new Map((await context.query("source", "SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, CREATE_OPTIONS AS options FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (?) AND CREATE_OPTIONS LIKE '%row_format=%'", [names])).map((row) => [`${row.s}\0${row.t}`, /row_format=(\w+)/i.exec(row.options ?? "")?.[1] ?? null]));
    const rowFormatOf = ({ name }: TableDefinition) => formats.get(`${name.database}\0${name.table}`) ?? null;
    const long = selected.tables.flatMap((table) => {
      const limit = longestIndexedColumn(destination, rowFormatOf(table.definition));
      const columns = new Map(table.definition.columns.map((column) => [column.name.toLowerCase(), column]));
      return table.definition.keys
        .filter((key) => key.kind === "BTREE" || key.kind === "HASH")
        .flatMap((key) => {
          const part = key.parts.find((each) => each.column !== null && indexedBytes(each, columns.get(each.column.toLowerCase())) > limit);
          return part ? [{ table, key, limit, column: part.column!, bytes: indexedBytes(part, columns.get(part.column!.toLowerCase())) }] : [];
        });
    });
    const observed = [{ ...value("", longestIndexedColumn(destination, null)), label: say("limit") }];
    if (long.length === 0) return { status: "passed", observed };
    const tables = [...new Map(long.map(({ table }) => [quoteTable(table.source), table])).values()];
    const curable = tables.filter((table) => longestIndexedColumn(destination, "dynamic") > longestIndexedColumn(destination, rowFormatOf(table.definition)));
    const old = destination.variables.has("innodb_large_prefix") && longestIndexedColumn(destination, "dynamic") === 767;
    return {
      status: "failed", title: say("title", { count: long.length }), observed, why: say("why"), step: "objects",
      required: [{ ...value("", `≥ ${Math.max(...long.map((each) => each.bytes))}`), label: say("limit") }],
      affected: long.map(({ table, key, limit, column, bytes }): AffectedObject => ({ kind: "table", database: table.source.database, name: table.source.table, note: say("length", { bytes, column: `${key.name} (${column})`, limit }) })),
      fixes: [
        ...(destination.variables.get("innodb_default_row_format") !== undefined && longestIndexedColumn(destination, null) === 767 && !old ? settingFixes("destination", destination, context.endpoint("destination"), { innodb_default_row_format: "DYNAMIC" }) : []),
        ...(old ? settingFixes("destination", destination, context.endpoint("destination"), { innodb_file_format: "Barracuda", innodb_large_prefix: "ON" }) : []),
        ...(curable.length > 0 || old ? [fix("sql", "source", source, say("dynamic"), tables.map((table) => `ALTER TABLE ${quoteTable(table.source)} ROW_FORMAT=DYNAMIC;`).join("\n"), { risk: "high", note: say("dynamicNote") })] : []),
      ],
    };
  },
};
