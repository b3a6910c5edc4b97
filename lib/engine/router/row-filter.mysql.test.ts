import { expect, test } from "vitest";
import { connect } from "@/lib/mysql/connection";
import { readTables } from "@/lib/mysql/read-tables";
import { twoServers } from "@/lib/testing/two-servers";
import { RowImage } from "../change";
import type { RowChange } from "../change";
import { ObjectSelection } from "./object-selection";
import { FilterEvaluator, filterSession } from "./row-filter";
import { Router } from "./router";

/** Literals as the decoder writes them. */
function image(...literals: string[]): RowImage {
  const offsets = [0];
  for (const literal of literals) offsets.push(offsets.at(-1)! + Buffer.byteLength(literal) + 1);
  return new RowImage(Buffer.from(`${literals.join(",")},`), offsets, 0);
}

test("rows enter and leave the filter by the column's own type and collation", async () => {
  await using box = await twoServers();
  const database = box.source.database;
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_german1_ci, price DECIMAL(30,10), secret INT)");
  await using source = await connect(box.source.server.settings("source"));
  const [definition] = await readTables(source, [{ database }]);
  const router = new Router(new ObjectSelection([{ database, overrides: [{ name: "t", filter: "name = 'STRASSE' AND price < 0.3 and secret is not null", excludeColumns: ["secret"] }] }]), { sourceLogsCascades: true });
  const table = router.routeTable(definition!)!;
  expect(table.columns.map((column) => [column.definition.name, column.writable])).toEqual([["id", true], ["name", true], ["price", true], ["secret", false]]);
  const inside = image("1", "_binary'Strasse'", "0.2999999999", "5");
  const outside = image("1", "_binary'Strasse'", "0.3000000000", "5");
  const unknown = image("2", "NULL", "0", "NULL");
  const changes: RowChange[] = [
    { kind: "insert", table, before: null, after: inside },
    { kind: "insert", table, before: null, after: unknown },
    { kind: "update", table, before: inside, after: outside },
    { kind: "update", table, before: outside, after: inside },
    { kind: "update", table, before: outside, after: unknown },
    { kind: "delete", table, before: outside, after: null },
    { kind: "delete", table, before: inside, after: null },
  ];
  await using connection = await connect(await box.destination.account(), { session: filterSession });
  const evaluator = new FilterEvaluator(connection, box.destination.database);
  for (let round = 0; round < 2; round += 1) {
    const result = await evaluator.applyFilter(changes);
    expect(result.map((change) => change.kind)).toEqual(["insert", "delete", "insert", "delete"]);
    expect(result[1]!.before).toBe(inside);
  }
});
