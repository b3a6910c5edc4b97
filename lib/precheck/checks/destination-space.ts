import { fragmentation } from "../../resources/space/estimate";
import { spellBytes } from "../byte-size";
import type { Check } from "../check";
import { value } from "../fixes";
import { speaker, verbatim } from "../text";

const say = speaker("destination-space", {
  topic: "Space at the destination",
  noCopy: "No existing data is copied.",
  need: "Expected need",
  selected: "Selected tables at the source",
  short: "The destination may not have room for the copy",
  free: "Free, as typed on {date}",
  whyShort: "The free space of the cluster stands in Resources as somebody typed it. The copy needs about {need}, with 30 % for fragmentation by parallel inserts; when the storage is full the task stops. Make room, or correct the number and run the check again.",
  enough: "The free space of the cluster stands in Resources as somebody typed it. The expected need allows 30 % for fragmentation by parallel inserts.",
  why: "A MySQL server does not tell how much space is free. Compare the expected need, which allows 30 % for fragmentation by parallel inserts, with the destination's storage, or enter the free space of the cluster in Resources.",
});

export const destinationSpace: Check = {
  id: "destination-space", code: "CHECK_DEST_SPACE", side: "destination", severity: "warning", ignorable: true, measured: true, dependsOn: ["source-privileges"], topic: say("topic"),
  appliesTo: (context) => (context.input.options.initialData ? null : say("noCopy")),
  async run(context) {
    const bytes = (await context.selected()).tables.reduce((sum, table) => sum + table.bytesEstimated, 0);
    const need = Math.ceil(bytes * fragmentation);
    const { destinationFree: free } = context.input;
    const observed = [
      { ...value("", spellBytes(bytes)), label: say("selected") },
      { ...value("", spellBytes(need)), label: say("need") },
      ...(free ? [{ ...value("", spellBytes(free.bytes)), label: say("free", { date: new Date(free.atMs).toISOString().slice(0, 10) }) }] : []),
    ];
    if (!free) return { status: "passed", why: say("why"), observed };
    if (free.bytes >= need) return { status: "passed", why: say("enough"), observed };
    return { status: "warning", title: say("short"), why: say("whyShort", { need: spellBytes(need) }), observed, required: [{ ...observed[2]!, value: verbatim(`≥ ${spellBytes(need)}`) }] };
  },
};
