import type { Check } from "../check";
import { speaker } from "../text";
import { checkConnectivity } from "./connectivity";

const say = speaker("source-reachable", { topic: "Source connectivity" });

export const sourceReachable: Check = {
  id: "source-reachable", code: "CHECK_CONN_SRC", side: "source", severity: "blocker", ignorable: false, dependsOn: [], topic: say("topic"),
  run: (context) => checkConnectivity("source", context),
};
