/** Which tasks carry what from which server to which: who writes the same, and where changes come back to. Pure. */
import { NameMapping } from "../engine/router/name-mapping";
import { ObjectSelection } from "../engine/router/object-selection";
import type { TableName } from "../mysql/table-definition";
import type { OtherTask, PrecheckInput } from "./check";

/** A server as one can tell it from others. */
export interface ServerAt {
  readonly host: string;
  readonly port: number;
  /** ServerFacts.identity, where somebody has asked it. */
  readonly identity?: string | null;
}

export interface TaskEdge {
  readonly source: ServerAt;
  readonly destination: ServerAt;
  readonly objects: PrecheckInput["objects"];
}

/** One name per server: what it says of itself, where that is known of its address; else the address. */
export class ServerNames {
  readonly #identities = new Map<string, string>();

  constructor(known: readonly ServerAt[]) {
    for (const at of known) if (at.identity) this.#identities.set(addressOf(at), at.identity);
  }

  of(at: ServerAt): string {
    return at.identity ?? this.#identities.get(addressOf(at)) ?? addressOf(at);
  }
}

/**
 * The tasks on one way round: a table of `own` that others carry on, server by server, back to where `own` reads it. `tables`: own tables, resolved. Null: what is
 * written never comes back.
 */
export function findLoop(own: TaskEdge, tables: readonly { readonly source: TableName; readonly target: TableName }[], others: readonly OtherTask[], names: ServerNames): readonly OtherTask[] | null {
  const edges = others.map((task) => {
    const selection = new ObjectSelection(task.objects);
    return { task, selection, mapping: new NameMapping(selection), from: names.of(task.source), to: names.of(task.destination) };
  });
  const home = names.of(own.source);
  const keyOf = (server: string, { database, table }: TableName) => JSON.stringify([server, database, table]);
  for (const { source, target } of tables) {
    const goal = keyOf(home, source);
    const seen = new Set<string>();
    const open: { server: string; table: TableName; path: readonly OtherTask[] }[] = [{ server: names.of(own.destination), table: target, path: [] }];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const edge of edges) {
        if (edge.from !== at.server || !edge.selection.selects(at.table)) continue;
        const table = edge.mapping.table(at.table);
        const key = keyOf(edge.to, table);
        const path = [...at.path, edge.task];
        if (key === goal) return path;
        if (!seen.has(key)) open.push({ server: edge.to, table, path });
        seen.add(key);
      }
    }
  }
  return null;
}

function addressOf({ host, port }: ServerAt): string {
  return `${host.toLowerCase()}:${port}`;
}
