import { spellBytes } from "../byte-size";
import type { Check } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("destination-space", {
  topic: "Space at the destination",
  noCopy: "No existing data is copied.",
  need: "Expected need",
  selected: "Selected tables at the source",
  why: "A MySQL server does not tell how much space is free. Compare the expected need, which allows 30 % for fragmentation by parallel inserts, with the destination's storage.",
});

/** The vendor documents that the destination's tables become larger than the source's. */
const fragmentation = 1.3;

export const destinationSpace: Check = {
  id: "destination-space", code: "CHECK_DEST_SPACE", side: "destination", severity: "warning", ignorable: true, dependsOn: ["source-privileges"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.initialData ? null : say("noCopy")),
  async run(context) {
    const bytes = (await context.selected()).tables.reduce((sum, table) => sum + table.bytesEstimated, 0);
    return { status: "passed", why: say("why"), observed: [{ ...value("", spellBytes(bytes)), label: say("selected") }, { ...value("", spellBytes(bytes * fragmentation)), label: say("need") }] };
  },
};
