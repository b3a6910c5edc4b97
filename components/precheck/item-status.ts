import { CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle, OctagonX, ShieldQuestion, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ItemStatus, PrecheckItemView, PrecheckRunView } from "@/lib/precheck/view";
import type { Tone } from "../ui/badge";

export const itemLooks: Record<ItemStatus, { readonly icon: LucideIcon; readonly tone: Tone }> = {
  pending: { icon: CircleDashed, tone: "idle" },
  running: { icon: LoaderCircle, tone: "info" },
  passed: { icon: CircleCheck, tone: "ok" },
  warning: { icon: TriangleAlert, tone: "warn" },
  failed: { icon: OctagonX, tone: "bad" },
  ignored: { icon: ShieldQuestion, tone: "accepted" },
  error: { icon: CircleX, tone: "bad" },
  skipped: { icon: CircleMinus, tone: "idle" },
};

const weight: Record<ItemStatus, number> = { failed: 0, error: 1, warning: 2, ignored: 3, running: 4, pending: 4, passed: 4, skipped: 5 };

export function needsLook(item: Pick<PrecheckItemView, "status">): boolean {
  return item.status === "failed" || item.status === "error" || item.status === "warning" || item.status === "ignored";
}

/** While a run goes on its items keep their places; when it is done, what needs somebody comes first. */
export function orderItems(run: Pick<PrecheckRunView, "status" | "items">): readonly PrecheckItemView[] {
  if (run.status === "running") return run.items;
  return [...run.items].sort((one, other) => weight[one.status] - weight[other.status] || one.ordinal - other.ordinal);
}

/** The finding where there is one, else what is looked at. */
export function itemTitle(item: PrecheckItemView): string {
  return needsLook(item) && item.result ? item.result.title.text : item.topic.text;
}
