/** A task's configuration → the command line's task file. Pure: addresses come in. Passwords never: the file names environment variables instead. */
import { stringify } from "yaml";
import type { z } from "zod";
import { ddlKinds } from "../../change-kinds/change-kinds";
import type { Encryption } from "../../endpoints/schema";
import type { EndpointsSlice, InitializationSlice, ObjectsSlice } from "../schema";
import { instanceClasses, type InstanceClass } from "../instance-class";
import type { taskFileSchema } from "../task-file-schema";

type FileInput = z.input<typeof taskFileSchema>;

/** Settings of the console that the command line has no use for. A new setting must be put into the file or named here. */
type ConsoleOnly = "ignoreAccepted" | "onlineDdlTool" | "lagWarnSeconds" | "parallel" | "caps";
type Carried = Omit<ObjectsSlice, ConsoleOnly>;

export interface WrittenFrom {
  readonly id: string;
  readonly name: string;
  readonly instanceClass: InstanceClass;
  readonly endpoints: EndpointsSlice;
  readonly objects: ObjectsSlice;
  readonly initialization: InitializationSlice;
  readonly source: { readonly address: string; readonly port: number };
  readonly destination: { readonly address: string; readonly port: number };
}

/** The file's text. Running it goes on from this task's own checkpoint only when the task itself no longer runs: both have the same name at the destination. */
export function writeTaskFile(from: WrittenFrom): string {
  const { endpoints, objects, initialization, instanceClass } = from;
  const { appliers, loaders, rowsPerSecond } = instanceClasses[instanceClass];
  const { ignoreAccepted: _accepted, onlineDdlTool: _tool, lagWarnSeconds: _lag, parallel, caps, ...carried } = objects;
  const incremental = { ...caps.incremental, ...(rowsPerSecond === null ? {} : { rowsPerSecond: Math.min(rowsPerSecond, caps.incremental.rowsPerSecond ?? rowsPerSecond) }) };
  const file: FileInput = {
    name: from.id,
    source: { host: from.source.address, port: from.source.port, user: escaped(endpoints.source.account), password: "${SOURCE_PASSWORD}", ...tls(endpoints.source.encryption, "source") },
    destination: { host: from.destination.address, port: from.destination.port, user: escaped(endpoints.destination.account), password: "${DESTINATION_PASSWORD}", ...tls(endpoints.destination.encryption, "destination") },
    ...fields(carried),
    initial: { schema: initialization.schema, data: initialization.data },
    ...start(initialization),
    caps: { full: caps.full, incremental },
    parallel: { appliers: parallel.appliers ?? appliers, loaders: parallel.loaders ?? loaders, chunkRows: parallel.chunkRows ?? 50_000 },
  };
  const authorities = (["source", "destination"] as const).filter((side) => endpoints[side].encryption.mode === "verify");
  const head = [
    ` ${from.name.replaceAll(/[\r\n\u0085\u2028\u2029]/g, " ")} (${from.id}), instance class ${instanceClass}.`,
    " Passwords are read from the environment variables SOURCE_PASSWORD and DESTINATION_PASSWORD.",
    ...authorities.map((side) => ` Put the CA certificate of the ${side} into ${side}-ca.pem beside this file.`),
  ];
  return `${head.map((line) => `#${line}`).join("\n")}\n${stringify(file, { lineWidth: 0, defaultStringType: "PLAIN" })}`;
}

function fields({ conflictPolicy, ddl, ...rest }: Carried & { readonly conflictPolicy?: FileInput["conflicts"] }) {
  return { ...rest, ddl: ddlKinds.every((kind) => ddl.includes(kind)) ? true : ddl, ...(conflictPolicy === undefined ? {} : { conflicts: conflictPolicy }) };
}

/** What looks like a variable and is none. */
function escaped(text: string): string {
  return text.replaceAll(/\$\{(?=[A-Za-z_][A-Za-z0-9_]*\})/g, "$$${");
}

function tls(encryption: Encryption, side: "source" | "destination"): Pick<FileInput["source"], "tls" | "ca"> {
  return encryption.mode === "verify" ? { tls: "verify", ca: `${side}-ca.pem` } : { tls: encryption.mode };
}

function start({ data, position }: InitializationSlice): Pick<FileInput, "start"> {
  if (data || position.kind === "now") return {};
  return position.kind === "gtid" ? { start: { gtidSet: position.gtidSet } } : { start: { file: position.file, offset: position.offset } };
}
