import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "./badge";

/** How a state looks: by what tone, under what sign. */
export interface StateLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

/** The chip of a state. `still`: nobody works on it, or what is known is old; then nothing is green or blue. */
export function StateBadge({ look: { tone, icon: Icon }, still = false, children }: { look: StateLook; still?: boolean; children: ReactNode }) {
  return (
    <Badge tone={still && (tone === "ok" || tone === "info") ? "idle" : tone} icon={<Icon aria-hidden />}>
      {children}
    </Badge>
  );
}
