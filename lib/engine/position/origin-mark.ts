/**
 * Where rows come from, said in the destination's own log. Every transaction in which a task writes rows also writes a row of the bookkeeping
 * database; that row names the servers that the transaction has passed: the task's source, and those before it. A task that reads the log of such a
 * destination finds the names there, whatever the database is called and whatever tables are selected.
 *
 * Row events hold text as its bytes, so that the mark is looked for in them without knowing the table's columns.
 */

/** Tables of the bookkeeping database whose rows bear marks. */
export const markedTables: ReadonlySet<string> = new Set(["task_lane", "task_chunk", "task_table", "task_ddl"]);

const key = "tributaryOrigins";
const sign = Buffer.from(`"${key}":[`);
const close = 0x5d;

/** To be stored with a JSON object: `{ ...object, ...originMark(origins) }`. */
export function originMark(origins: readonly string[]): Record<string, readonly string[]> {
  return origins.length === 0 ? {} : { [key]: origins };
}

/** What a task has begun to do to tables of the server whose log says so: schema statements commit by themselves and bear no mark. */
export interface AnnouncedStatements {
  readonly statements: readonly string[];
  /** Default database of each; null = names are whole. */
  readonly database: string | null;
}

export interface FoundMark {
  readonly origins: readonly string[];
  readonly announced: AnnouncedStatements | null;
}

/** One object per list of names: who compares lists compares references. */
const known = new Map<string, readonly string[]>();

/** The mark in a rows event's bytes (uncompressed); null when there is none. An update has two images: the later one counts. */
export function findMark(table: string, bytes: Buffer): FoundMark | null {
  const at = bytes.lastIndexOf(sign);
  const end = at === -1 ? -1 : bytes.indexOf(close, at + sign.length);
  if (end === -1) return null;
  const text = bytes.toString("utf8", at + sign.length - 1, end + 1);
  let origins = known.get(text);
  if (!origins) {
    const list = parse(text);
    if (!Array.isArray(list) || !list.every((name) => typeof name === "string")) return null;
    origins = list;
    if (known.size < 1_000) known.set(text, origins);
  }
  return { origins, announced: table === "task_ddl" ? announcedIn(bytes, at) : null };
}

/** The intent of a schema change around its mark: `schema change under way` as `ddl-intent.ts` writes it, behind its length in four bytes. */
function announcedIn(bytes: Buffer, mark: number): AnnouncedStatements | null {
  const begin = bytes.lastIndexOf('{"id":', mark);
  if (begin < 4) return null;
  const intent = parse(bytes.toString("utf8", begin, begin + bytes.readUInt32LE(begin - 4))) as { steps?: unknown; database?: unknown } | null;
  if (intent === null || !Array.isArray(intent.steps)) return null;
  return { statements: intent.steps.filter((step) => typeof step === "string"), database: typeof intent.database === "string" ? intent.database : null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What came behind this one: its own source first, then the servers before it. */
export function originsBehind(source: string, through: readonly string[]): readonly string[] {
  return [source, ...through.filter((name) => name !== source)];
}

