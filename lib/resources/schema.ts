/** Registry of regions, hosts and clusters: forms. Browser-safe. */
import { z } from "zod";
import { hostName, portNumber } from "../endpoints/schema";

const displayName = z.string().trim().min(1, "Enter a name.").max(128, "At most 128 characters.");
const note = z.string().trim().max(2_000).default("");
const gibibytes = z.number("Enter a number.").min(0, "Enter 0 or more.").max(10_000_000, "Enter at most 10,000,000.").nullable().default(null);
const labels = z.array(z.string().trim().min(1).max(64)).max(20, "At most 20 labels.").default([]);

/** `command`: the one that the console's environment names, if any. */
export const networkAdapters = ["none", "webhook", "command"] as const;
export type NetworkAdapter = (typeof networkAdapters)[number];

/** How the runner is let in: by hand, or by a program that takes the rule. */
const networkAccess = {
  networkAdapter: z.enum(networkAdapters).default("none"),
  networkUrl: z
    .string()
    .trim()
    .max(500)
    .default("")
    .refine((url) => url === "" || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).username === "" && new URL(url).password === ""), "Enter an address that begins with https:// or http://, without a password."),
  removeRuleOnRelease: z.boolean().default(true),
};

export const regionSchema = z.object({
  id: z
    .string()
    .trim()
    .min(1, "Enter an id.")
    .max(40)
    .regex(/^[a-z0-9][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens."),
  name: displayName,
  timeZone: z
    .string()
    .default("UTC")
    .refine((zone) => isTimeZone(zone), "This time zone is not known."),
  note,
});
export type RegionInput = z.input<typeof regionSchema>;

export const hostSchema = z.object({
  /** Default: generated `i-…`. */
  id: z
    .string()
    .trim()
    .regex(/^i-[a-z0-9-]{3,40}$/, "An id looks like i-src1.")
    .optional(),
  name: displayName,
  regionId: z.string().min(1, "Choose a region."),
  address: hostName,
  port: portNumber.default(3306),
  labels,
  note,
  ...networkAccess,
  /** The group that the machine's port is opened in; empty = not known. */
  securityGroupId: z
    .string()
    .trim()
    .regex(/^(sg-[a-z0-9-]{3,60})?$/, "An id looks like sg-bp1abc.")
    .default(""),
});
export type HostInput = z.input<typeof hostSchema>;

export const clusterSchema = z.object({
  /** Default: generated `pc-…`. */
  id: z
    .string()
    .trim()
    .regex(/^pc-[a-z0-9-]{3,40}$/, "An id looks like pc-dst1.")
    .optional(),
  name: displayName,
  regionId: z.string().min(1, "Choose a region."),
  engineVersion: z.string().trim().max(60).default(""),
  storageGib: gibibytes,
  freeGib: gibibytes,
  address: hostName,
  port: portNumber.default(3306),
  labels,
  note,
  ...networkAccess,
});
export type ClusterInput = z.input<typeof clusterSchema>;

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
