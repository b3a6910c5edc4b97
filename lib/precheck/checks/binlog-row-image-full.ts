import type { Check } from "../check";
import { settingFixes, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-row-image-full", {
  topic: "Binlog row image",
  title: "Binlog row image is not FULL",
  why: "Changes would arrive without all columns: rows cannot be found and compared safely. Sessions that are open keep the old image until they reconnect.",
});

export const binlogRowImageFull: Check = {
  id: "binlog-row-image-full", code: "CHECK_BINLOG_ROW_IMAGE", side: "source", severity: "blocker", ignorable: false, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const observed = [value("binlog_row_image", facts.binlogRowImage)];
    // Before 5.6.2 the variable does not exist and images are full. MariaDB's FULL_NODUP leaves out after columns that did not change.
    if (facts.binlogRowImage === null || facts.binlogRowImage === "FULL") return { status: "passed", observed };
    return { status: "failed", title: say("title"), observed, required: [value("binlog_row_image", "FULL")], why: say("why"), fixes: settingFixes("source", facts, context.endpoint("source"), { binlog_row_image: "'FULL'" }) };
  },
};
