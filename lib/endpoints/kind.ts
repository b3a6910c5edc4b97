import type { ConnectionSettings } from "../mysql/connection-settings";
import type { OpenedSecret } from "../logging/redact";
import type { Encryption, EndpointConfig, EndpointKind } from "./schema";

/** Where the server of an endpoint listens: from the registry of hosts and clusters, or from the form. */
export interface Place {
  readonly address: string;
  readonly port: number;
  /** Registered id, or the address. */
  readonly name: string;
  /** Of a registered host, where it is known. */
  readonly securityGroupId?: string;
}

/** What a kind knows and no server can tell. */
export interface KindFacts {
  /** Parameters are changed in a vendor's console; no SUPER, no my.cnf. */
  readonly managed: boolean;
  /** Rules for the way in are set at the host's security group, or at the cluster's whitelist. */
  readonly gate: "security-group" | "whitelist";
}

export interface Kind {
  readonly kind: EndpointKind;
  readonly roles: readonly ("source" | "destination")[];
  readonly facts: KindFacts;
}

/** After this nobody asks for the kind any more. */
export function toConnection(role: "source" | "destination", config: EndpointConfig, place: Place, password: OpenedSecret): ConnectionSettings {
  return { role, host: place.address, port: place.port, user: config.account, password: password.reveal(), tls: tlsOf(config.encryption) };
}

function tlsOf(encryption: Encryption): ConnectionSettings["tls"] {
  return encryption.mode === "verify" ? { mode: "verify", ca: encryption.ca } : { mode: encryption.mode };
}
