import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("binlog-encryption", {
  topic: "Binlog encryption",
  whyOn: "The source decrypts its files before it sends them. On the way they are protected only by TLS, which the source's endpoint turns on or off.",
  whyOff: "The files are not encrypted on the source's disk. The task needs nothing else.",
});

/** Encryption at rest does not reach the reader: shown, never a finding. */
export const binlogEncryption: Check = {
  id: "binlog-encryption", code: "CHECK_BINLOG_ENCRYPTION_INFO", side: "source", severity: "warning", ignorable: true, dependsOn: ["binlog-enabled"], topic: say("topic"),
  async run(context) {
    const facts = await context.facts("source");
    const name = facts.flavour === "mariadb" ? "encrypt_binlog" : "binlog_encryption";
    return { status: "passed", why: say(facts.binlogEncryption ? "whyOn" : "whyOff"), observed: [value(name, facts.binlogEncryption === null ? null : facts.binlogEncryption ? "ON" : "OFF"), value("TLS", facts.tlsCipher)] };
  },
};
