import { expect, test } from "vitest";
import { connect } from "@/lib/mysql/connection";
import { readTables } from "@/lib/mysql/read-tables";
import { catchUp, planOf, startTask } from "@/lib/testing/run-task";
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

test("a schema change of a column that a row filter looks at stops the task; one of other columns, or for longer texts, does not", async () => {
  await using box = await twoServers({ createDestination: false });
  const { database } = box.source;
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY, region VARCHAR(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, v INT); INSERT INTO t VALUES (1,'eu',1),(2,'EU',2),(3,'us',3)");
  const plan = await planOf(box, { objects: [{ database, as: box.destination.database, tables: [{ name: "t", filter: "region = 'eu'" }] }] });
  const carried = async () => (await box.destination.rows<{ id: number }>(`SELECT id FROM \`${box.destination.database}\`.t ORDER BY id`)).map(({ id }) => id);
  await catchUp(plan);
  await box.source.run("ALTER TABLE t MODIFY region VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, MODIFY v BIGINT, ADD COLUMN note INT; INSERT INTO t VALUES (4,'eu',4,4)");
  await catchUp(plan);
  expect(await carried()).toEqual([1, 2, 4]);
  // From now on 'EU' is another region, of which the log says nothing.
  await box.source.run("ALTER TABLE t MODIFY region VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  await expect(startTask({ ...plan, until: "caught-up" }).ended).rejects.toMatchObject({ code: "ddl-unsupported" });
  expect(await carried()).toEqual([1, 2, 4]);
});
