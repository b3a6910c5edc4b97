import type { Check } from "../check";
import { speaker } from "../text";
import { checkConnectivity } from "./connectivity";

const say = speaker("destination-reachable", { topic: "Destination connectivity" });

export const destinationReachable: Check = {
  id: "destination-reachable", code: "CHECK_CONN_DEST", side: "destination", severity: "blocker", ignorable: false, dependsOn: [], topic: say("topic"),
  run: (context) => checkConnectivity("destination", context),
};
