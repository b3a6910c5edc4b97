"use client";
import { useEffect, type ReactNode } from "react";
import { TimeZoneContext, useTimeZoneChoice } from "./intl-provider";
import { isTimeZone } from "./preferences";

/** Times below are those of a task's region, for whoever chose "Region of the task"; the header hears of it. */
export function RegionZone({ zone, children }: { zone: string | null; children: ReactNode }) {
  const outer = useTimeZoneChoice();
  const known = isTimeZone(zone ?? undefined) ? zone : null;
  const { enterRegion } = outer;
  useEffect(() => {
    enterRegion(known);
    return () => enterRegion(null);
  }, [known, enterRegion]);
  // In the first frame, too: the state above is told only after it.
  return <TimeZoneContext value={outer.choice === "region" && known !== null ? { ...outer, zone: known } : outer}>{children}</TimeZoneContext>;
}
