/**
 * Which tasks a runner may take, by region (a task's is that of its destination, under which it is listed). A runner of a region takes that region's tasks and no
 * others, because it may not reach them; a runner without one takes the tasks of regions for which no runner lives.
 */

/** `living`: regions of all living runners, "" for those without. The shape of a condition on tasks. */
export function servedTasks(region: string, living: readonly string[]): { readonly destinationRegionId: string | { readonly notIn: string[] } } {
  return { destinationRegionId: region === "" ? { notIn: [...new Set(living.filter((each) => each !== ""))] } : region };
}

/** Of the living runners' regions, which one takes the tasks of `taskRegion`: the region itself, "" for runners without one, null when nobody does. The other side of `servedTasks`. */
export function servingRegion(taskRegion: string, living: readonly string[]): string | null {
  return living.includes(taskRegion) ? taskRegion : living.includes("") ? "" : null;
}
