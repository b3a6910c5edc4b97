/** Read models of alerts. Browser-safe, types only. */
import type { ChannelKind } from "./channel";
import type { AlertKind, RuleSettings } from "./rules";

export interface AlertView {
  readonly id: number;
  readonly taskId: string;
  readonly taskName: string;
  readonly kind: AlertKind;
  readonly state: "active" | "cleared";
  readonly raisedAtMs: number;
  readonly clearedAtMs: number | null;
  /** In the reader's language, as the status page says it. */
  readonly cause: string;
  /** Nobody was told: muted, or outside its hours. */
  readonly quiet: boolean;
  readonly deliveries: readonly DeliveryView[];
}

export interface DeliveryView {
  readonly id: number;
  readonly channelName: string;
  readonly what: "raised" | "cleared" | "test";
  readonly state: "waiting" | "sent" | "failed";
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly sentAtMs: number | null;
  /** Why the last attempt failed. */
  readonly message: string | null;
}

export interface AlertList {
  readonly active: readonly AlertView[];
  readonly history: readonly AlertView[];
}

export interface RuleView {
  readonly kind: AlertKind;
  readonly settings: RuleSettings;
  /** What holds now: of a lag rule without a limit of its own the task's; null = each task's. */
  readonly limit: number | null;
  /** It names channels, and none of them is there and on: nobody is told. */
  readonly silent: boolean;
  readonly mutedUntilMs: number | null;
  /** Whose rule holds: the task's own, the console's, or the one that came with it. */
  readonly from: "task" | "console" | "built-in";
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly language: string;
  readonly enabled: boolean;
  readonly shown: string;
  readonly lastDelivery: DeliveryView | null;
  /** What a form may begin with; never the password. null = no mail, or it cannot be opened. */
  readonly mail: { readonly host: string; readonly port: number; readonly secure: boolean; readonly user: string; readonly from: string; readonly to: readonly string[] } | null;
  /** Rules that name it, and whether they name another one as well. */
  readonly rules: readonly { readonly kind: AlertKind; readonly taskName: string | null; readonly alone: boolean }[];
}
