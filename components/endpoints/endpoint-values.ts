import { enteredPassword } from "@/lib/endpoints/schema";
import { endpointsFormSchema } from "@/lib/tasks/schema";
import type { TaskDraft } from "@/lib/tasks/view";

interface EncryptionValues {
  mode: "off" | "required" | "verify";
  ca: string;
}

/** What the form of step 1 holds: all fields of all kinds, so that changing the instance type loses nothing. */
export interface EndpointValues {
  name: string;
  source: { kind: "ecs" | "self-managed"; hostId: string; address: string; port: number | null; account: string; encryption: EncryptionValues };
  sourcePassword: string;
  destination: { kind: "polardb"; clusterId: string; account: string; encryption: EncryptionValues };
  destinationPassword: string;
}

const part = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});
const text = (value: unknown) => (typeof value === "string" ? value : "");

function encryptionOf(value: unknown): EncryptionValues {
  const { mode, ca } = part(value);
  return { mode: mode === "required" || mode === "verify" ? mode : "off", ca: text(ca) };
}

/** First values from a kept draft, whose shape nobody has checked, or from the saved step. */
export function endpointValues(start: unknown, draft: TaskDraft): EndpointValues {
  const source = part(part(start)["source"]);
  const destination = part(part(start)["destination"]);
  const name = part(start)["name"];
  return {
    name: typeof name === "string" ? name : draft.name,
    source: {
      kind: source["kind"] === "self-managed" ? "self-managed" : "ecs",
      hostId: text(source["hostId"]),
      address: text(source["address"]),
      port: typeof source["port"] === "number" ? source["port"] : source["port"] === null ? null : 3306,
      account: text(source["account"]),
      encryption: encryptionOf(source["encryption"]),
    },
    sourcePassword: "",
    destination: { kind: "polardb", clusterId: text(destination["clusterId"]), account: text(destination["account"]), encryption: encryptionOf(destination["encryption"]) },
    destinationPassword: "",
  };
}

/** The step's schema, and a password wherever none is saved. */
export function endpointsResolverSchema(saved: { source: boolean; destination: boolean }) {
  const password = (isSaved: boolean) => (isSaved ? enteredPassword : enteredPassword.min(1, "Enter the password."));
  // Field by field and not as a refinement of the whole: that would stay silent until everything else is right.
  return endpointsFormSchema.extend({ sourcePassword: password(saved.source), destinationPassword: password(saved.destination) });
}

export const fieldId = (path: string) => `endpoints-${path}`;
