/** What a person enters about an endpoint. Shared by the form, the action, the JSON column and the plan. Browser-safe. */
import { z } from "zod";

export const hostName = z
  .string()
  .trim()
  .min(1, "Enter a host name or an address.")
  .max(255)
  .regex(/^[^\s/@]+$/, "A host name or address has no spaces, slashes or @.");

export const portNumber = z.coerce
  .number({ error: "Enter a number." })
  .int("Enter a whole number.")
  .min(1, "A port is between 1 and 65535.")
  .max(65535, "A port is between 1 and 65535.");

export const accountName = z.string().trim().min(1, "Enter the database account.").max(32, "An account name has at most 32 characters.");

/**
 * Entered password. Empty means: keep the saved one (the browser never gets it back). Whether one is saved is checked where it is stored.
 */
export const enteredPassword = z.string().max(256, "A password has at most 256 characters.");

export const encryptionSchema = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("off") }),
  /** Encrypted, the server's certificate is not checked. */
  z.object({ mode: z.literal("required") }),
  /** Encrypted, the server's certificate must be signed by this CA. */
  z.object({
    mode: z.literal("verify"),
    ca: z.string().trim().min(1, "Paste the CA certificate (PEM).").includes("-----BEGIN CERTIFICATE-----", "This is not a PEM certificate."),
  }),
]);
export type Encryption = z.infer<typeof encryptionSchema>;

export const sourceEndpointSchema = z.discriminatedUnion("kind", [
  z.object({
    /** User-Created Database in ECS Instance: a registered host. */
    kind: z.literal("ecs"),
    hostId: z.string().min(1, "Choose the ECS instance."),
    port: portNumber.default(3306),
    account: accountName,
    encryption: encryptionSchema.default({ mode: "off" }),
  }),
  z.object({
    /** Address and port. */
    kind: z.literal("self-managed"),
    address: hostName,
    port: portNumber.default(3306),
    account: accountName,
    encryption: encryptionSchema.default({ mode: "off" }),
  }),
]);
export type SourceEndpoint = z.infer<typeof sourceEndpointSchema>;

export const destinationEndpointSchema = z.object({
  kind: z.literal("polardb"),
  clusterId: z.string().min(1, "Choose the PolarDB instance."),
  account: accountName,
  encryption: encryptionSchema.default({ mode: "off" }),
});
export type DestinationEndpoint = z.infer<typeof destinationEndpointSchema>;

export type EndpointConfig = SourceEndpoint | DestinationEndpoint;
export type EndpointKind = EndpointConfig["kind"];
