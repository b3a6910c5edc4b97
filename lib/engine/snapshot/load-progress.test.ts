import { expect, test } from "vitest";
import type { RoutedTable } from "../change";
import type { TableProgress } from "../plan";
import { LoadProgress } from "./load-progress";

const table = { source: { database: "shop", table: "orders" }, destination: { database: "shop", table: "orders" } } as RoutedTable;

test("chunks are counted against the estimate until the last one is known, and none is under way when the load ends", () => {
  let last: TableProgress | undefined;
  const progress = new LoadProgress({ tables: (changed) => (last = changed.at(-1)), event: () => undefined });
  const seen = () => {
    progress.flush();
    return last?.chunks;
  };
  progress.add(table, { rows: 1_000, bytes: 10_000 }, { rows: 100, bytes: 10 }, false, { done: 1, expected: 3 });
  progress.copying(table);
  progress.chunkBegan(table, 1, false);
  progress.chunkBegan(table, 2, false);
  expect(seen()).toEqual({ done: 1, total: 3, exact: false, underWay: [2, 3] });
  progress.chunkDone(table, 1);
  progress.chunkBegan(table, 3, false);
  expect(seen()).toEqual({ done: 2, total: 4, exact: false, underWay: [3, 4] });
  progress.chunkDone(table, 2);
  progress.chunkBegan(table, 4, true);
  expect(seen()).toEqual({ done: 3, total: 5, exact: true, underWay: [4, 5] });
  progress.close();
  expect(last?.chunks).toEqual({ done: 3, total: 5, exact: true, underWay: [] });
});
