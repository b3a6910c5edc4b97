import { randomInt, randomUUID } from "node:crypto";
import { AppError } from "../../errors/app-error";
import { readSourcePosition } from "../../engine/position/read-position";
import { openBinlogReader } from "../../engine/reader/binlog-reader";
import { connect } from "../../mysql/connection";
import type { Check } from "../check";
import { value } from "../fixes";
import { rawOf } from "../raw-answer";
import { speaker } from "../text";

const say = speaker("binlog-start", {
  topic: "Start position can be read",
  title: "The source does not hand out its binlog from the start position",
  purged: "The source no longer has the start position",
  why: "The task was opened as a reader of the binlog for a moment, as it will be later. The source's answer is shown.",
  whyPurged: "Changes between the start position and the oldest binlog file of the source are gone. Choose a newer start position or include a full copy.",
});

/** Opens the start position by the replication protocol, waits for the first event, and hangs up. */
export const binlogStart: Check = {
  id: "binlog-start", code: "CHECK_BINLOG_START_OPENABLE", side: "source", severity: "blocker", ignorable: false, dependsOn: ["binlog-enabled", "source-privileges", "server-id"], topic: say("topic"),
  async run(context) {
    const settings = context.settings("source");
    const { initialData, startPosition } = context.input.options;
    let from = initialData ? undefined : startPosition;
    if (!from) {
      await using connection = await connect(settings, { signal: context.signal });
      from = await readSourcePosition(connection);
    }
    const observed = [value("File", from.file || null), value("Position", String(from.offset)), value("GTID", from.gtidSet)];
    context.note("source", from.gtidSet === null ? "COM_BINLOG_DUMP" : "COM_BINLOG_DUMP_GTID");
    // A server id and UUID of its own: with the task's the source would end a reader of the task that still runs.
    try {
      await using reader = await openBinlogReader({ settings, from, serverId: randomInt(0x7000_0000, 0x7fff_ffff), replicaUuid: randomUUID(), signal: context.signal });
      for await (const _batch of reader) break;
    } catch (error) {
      if (context.signal.aborted || !(error instanceof AppError) || error.code === "connection-lost") throw error;
      const isPurged = error.code === "binlog-purged" || error.code === "binlog-position-invalid";
      return { status: "failed", title: isPurged ? say("purged") : say("title"), observed, why: isPurged ? say("whyPurged") : say("why"), raw: rawOf(error), ...(isPurged ? { step: "initialization" as const } : {}) };
    }
    return { status: "passed", observed };
  },
};
