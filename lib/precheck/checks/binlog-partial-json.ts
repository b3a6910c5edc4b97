import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-partial-json", {
  topic: "Partial JSON updates in the binlog",
  handled: "Updates that name only the changed parts of a JSON document are put together with the document before.",
});

/** Other readers stop at these events; ours decodes them: shown, never a finding. */
export const binlogPartialJson: Check = {
  id: "binlog-partial-json", code: "CHECK_BINLOG_PARTIAL_JSON", side: "source", severity: "warning", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    return { status: "passed", why: say("handled"), observed: [value("binlog_row_value_options", facts.binlogRowValueOptions || null), value("binlog_row_metadata", facts.binlogRowMetadata)] };
  },
};
