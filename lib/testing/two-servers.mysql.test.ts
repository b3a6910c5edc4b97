import { expect, test } from "vitest";
import { connect } from "../mysql/connection";
import { privateServer } from "./servers";
import { twoServers } from "./two-servers";

test("two servers give fresh databases and accounts with exactly the documented privileges", async () => {
  await using box = await twoServers({ createDestination: false });
  await box.source.run("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2)");
  await using source = await connect(await box.source.account());
  expect(await source.query(`SELECT id FROM \`${box.source.database}\`.t`)).toHaveLength(2);
  await expect(source.query(`INSERT INTO \`${box.source.database}\`.t VALUES (3)`)).rejects.toThrow();
  await using destination = await connect(await box.destination.account());
  await destination.query(`CREATE DATABASE \`${box.destination.database}\``);
  await destination.query(`CREATE DATABASE \`${box.bookkeepingDatabase}\``);
  await expect(destination.query("CREATE DATABASE not_granted")).rejects.toThrow();
});

test.each(["source56", "mariadb"] as const)("%s serves as a source", async (role) => {
  await using box = await twoServers({ source: role });
  await using source = await connect(await box.source.account());
  expect(await source.query("SHOW MASTER STATUS")).toHaveLength(1);
});

test("a private server keeps its data over a kill and has its own settings", async () => {
  await using server = await privateServer("source", { lines: ["binlog-row-image=MINIMAL"] });
  {
    await using admin = await server.admin();
    await admin.query("CREATE DATABASE kept");
    expect(await admin.query("SELECT @@binlog_row_image AS image")).toEqual([{ image: "MINIMAL" }]);
  }
  await server.kill9();
  expect(server.pid()).toBeUndefined();
  await server.start();
  await using admin = await server.admin();
  expect(await admin.query("SHOW DATABASES LIKE 'kept'")).toHaveLength(1);
});
