import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-contents", {
  topic: "Binlog compression",
  handled: "Compressed transactions are decoded, and so are their checksums checked.",
});

/** What other readers stumble over and ours decodes: shown, never a finding. */
export const binlogContents: Check = {
  id: "binlog-contents", code: "CHECK_BINLOG_COMPRESSION", side: "source", severity: "warning", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const on = facts.binlogTransactionCompression;
    return {
      status: "passed", why: say("handled"),
      observed: [value(facts.flavour === "mariadb" ? "log_bin_compress" : "binlog_transaction_compression", on === null ? null : on ? "ON" : "OFF"), value("binlog_checksum", facts.binlogChecksum)],
    };
  },
};
