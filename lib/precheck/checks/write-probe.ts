import { randomBytes } from "node:crypto";
import { AppError } from "../../errors/app-error";
import { quoteName, quoteTable } from "../../mysql/identifier";
import type { Check } from "../check";
import { value } from "../fixes";
import { rawOf } from "../raw-answer";
import { speaker } from "../text";

const say = speaker("write-probe", {
  topic: "A table can be made and written at the destination",
  notAsked: "This run was asked to write nothing.",
  title: "The destination refused a table that was made to try it",
  why: "The task makes and fills tables in the database {database} the same way. The server's answer is shown.",
  done: "Made, filled, read back and dropped",
});

/** Makes, fills, reads and drops a table of its own in the bookkeeping database, which the task makes at its start anyway. */
export const writeProbe: Check = {
  id: "write-probe", code: "CHECK_WRITE_PROBE", side: "destination", severity: "blocker", ignorable: true, dependsOn: ["destination-privileges", "destination-writable"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.writeProbe === true ? null : say("notAsked")),
  async run(context) {
    const { bookkeepingDatabase } = context.input.options;
    const table = quoteTable({ database: bookkeepingDatabase, table: `precheck_probe_${randomBytes(4).toString("hex")}` });
    try {
      await context.query("destination", `CREATE DATABASE IF NOT EXISTS ${quoteName(bookkeepingDatabase)}`);
      try {
        await context.query("destination", `CREATE TABLE ${table} (id INT NOT NULL PRIMARY KEY, at VARCHAR(40)) ENGINE=InnoDB`);
        await context.query("destination", `INSERT INTO ${table} VALUES (1, 'probe')`);
        const rows = await context.query("destination", `SELECT at FROM ${table} WHERE id = 1`);
        return { status: "passed", observed: [{ ...value(bookkeepingDatabase, rows.length), value: say("done") }] };
      } finally {
        await context.query("destination", `DROP TABLE IF EXISTS ${table}`);
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.context.serverErrno === undefined || error.code === "connection-lost") throw error;
      return { status: "failed", title: say("title"), observed: [value(bookkeepingDatabase, rawOf(error).code)], why: say("why", { database: bookkeepingDatabase }), raw: rawOf(error) };
    }
  },
};
