import type { Capacity } from "@/lib/resources/view";

/** How many tasks the runners of a region can still take. */
export function placesLeft({ places, taken }: Capacity): number {
  return Math.max(0, places - taken);
}
