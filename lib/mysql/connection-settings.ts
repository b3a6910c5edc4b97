/** How to reach one MySQL server. Built by an endpoint kind or from the task file; nothing below asks where it came from. */
export interface ConnectionSettings {
  readonly role: "source" | "destination";
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Never logged, never part of an error. */
  readonly password: string;
  readonly tls: { readonly mode: "off" } | { readonly mode: "required" } | { readonly mode: "verify"; readonly ca: string };
}
