/** Regions, hosts, clusters and runners as screens see them. Browser-safe, types only. */
import type { NetworkAdapter } from "./schema";
import type { TypedSpace } from "./space/estimate";

export interface RegionView {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly note: string;
  /** Tasks listed under it (their destination is here), without released ones. */
  readonly taskCount: number;
  readonly attentionCount: number;
  readonly hostCount: number;
  readonly clusterCount: number;
}

export interface HostView {
  readonly id: string;
  readonly name: string;
  readonly regionId: string;
  readonly address: string;
  readonly port: number;
  readonly labels: readonly string[];
  readonly note: string;
  readonly serverVersion: string | null;
  readonly lastSeenAtMs: number | null;
  readonly taskCount: number;
  readonly networkAdapter: NetworkAdapter;
  readonly networkUrl: string;
  readonly removeRuleOnRelease: boolean;
  /** Of hosts; empty = not known. */
  readonly securityGroupId?: string;
}

export interface ClusterView extends HostView, TypedSpace {
  readonly engineVersion: string;
}

/** Places for tasks, and how many of them are held or waited for. */
export interface Capacity {
  readonly places: number;
  readonly taken: number;
}

export interface RunnerView {
  readonly id: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly addresses: readonly string[];
  /** Id of the region that it serves; null = what no other runner serves. */
  readonly region: string | null;
  readonly startedAtMs: number;
  readonly heartbeatAtMs: number;
  readonly alive: boolean;
  readonly tasks: number;
}
