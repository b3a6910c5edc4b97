import type { Check } from "../check";
import { speaker } from "../text";

const say = speaker("local-infile", {
  topic: "LOAD DATA LOCAL at the destination",
  whyNotUsed: "Rows are written by INSERT. local_infile may stay off.",
});

/** Others need local_infile=ON for their copy. */
export const localInfile: Check = {
  id: "local-infile", code: "CHECK_LOCAL_INFILE", side: "destination", severity: "warning", ignorable: true, dependsOn: ["destination-reachable"], topic: say("topic"),
  appliesTo: () => say("whyNotUsed"),
  run: async () => ({ status: "passed" }),
};
