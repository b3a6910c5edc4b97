import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-contents", {
  topic: "Binlog compression, partial JSON, encryption",
  handled: "Compressed transactions and partial JSON updates are decoded; encryption does not reach the reader.",
});

/** What other readers stumble over and ours decodes: shown, never a finding. */
export const binlogContents: Check = {
  id: "binlog-contents", code: "CHECK_BINLOG_COMPRESSION", side: "source", severity: "warning", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const onOff = (flag: boolean | null) => (flag === null ? null : flag ? "ON" : "OFF");
    return {
      status: "passed",
      why: say("handled"),
      observed: [
        value(facts.flavour === "mariadb" ? "log_bin_compress" : "binlog_transaction_compression", onOff(facts.binlogTransactionCompression)),
        value("binlog_row_value_options", facts.binlogRowValueOptions),
        value("binlog_encryption", onOff(facts.binlogEncryption)),
        value("binlog_row_metadata", facts.binlogRowMetadata),
        value("binlog_checksum", facts.binlogChecksum),
      ],
    };
  },
};
