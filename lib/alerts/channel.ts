/** Where alerts are told. Addresses and credentials are secrets: they are sealed, and only `shown` leaves the server. Browser-safe. */
import { z } from "zod";

export const channelKinds = ["webhook", "dingtalk", "feishu", "wecom", "slack", "email"] as const;
export type ChannelKind = (typeof channelKinds)[number];
export const channelLanguages = ["en", "zh-CN"] as const;

const url = z.url({ protocol: /^https?$/, error: "Enter an address that begins with http:// or https://." }).max(1_000);
const webhook = z.object({ url, secret: z.string().max(200).default("") });
const email = z.object({
  host: z.string().trim().min(1, "Enter the mail server.").max(255),
  port: z.number().int().min(1).max(65_535),
  secure: z.boolean(),
  user: z.string().max(200).default(""),
  password: z.string().max(200).default(""),
  from: z.email("Enter an address such as name@example.com.").max(254),
  to: z.array(z.email("Enter an address such as name@example.com.")).min(1, "Enter at least one recipient.").max(50),
});

export const channelTargetSchema = z.discriminatedUnion("kind", [
  webhook.extend({ kind: z.literal("webhook") }),
  webhook.extend({ kind: z.literal("dingtalk") }),
  webhook.extend({ kind: z.literal("feishu") }),
  webhook.extend({ kind: z.literal("wecom") }),
  webhook.extend({ kind: z.literal("slack") }),
  email.extend({ kind: z.literal("email") }),
]);
export type ChannelTarget = z.infer<typeof channelTargetSchema>;

export const channelSchema = z.object({
  name: z.string().trim().min(1, "Enter a name.").max(60),
  language: z.enum(channelLanguages),
  target: channelTargetSchema,
});
export type ChannelInput = z.input<typeof channelSchema>;
export type NewChannel = z.output<typeof channelSchema>;

const changedWebhook = z.object({ url: z.string().trim().max(1_000).default(""), secret: z.string().max(200).default("") });

/** What is empty of addresses and secrets stays as it is. */
export const channelChangeSchema = channelSchema.extend({
  target: z.discriminatedUnion("kind", [
    changedWebhook.extend({ kind: z.literal("webhook") }),
    changedWebhook.extend({ kind: z.literal("dingtalk") }),
    changedWebhook.extend({ kind: z.literal("feishu") }),
    changedWebhook.extend({ kind: z.literal("wecom") }),
    changedWebhook.extend({ kind: z.literal("slack") }),
    email.extend({ kind: z.literal("email") }),
  ]),
});
export type ChannelChangeInput = z.input<typeof channelChangeSchema>;
export type ChannelChange = z.output<typeof channelChangeSchema>;

/** What may be shown of a target: no path and no query, where tokens stand. */
export function shownOf(target: ChannelTarget): string {
  return target.kind === "email" ? `${target.to.join(", ")} (${target.host}:${target.port})` : new URL(target.url).host;
}
