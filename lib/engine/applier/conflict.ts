import { AppError } from "../../errors/app-error";
import type { RoutedTable, RowImage } from "../change";
import type { ConflictPolicy } from "../plan";

/** A row at the destination that is not as the source's change expects. */
export interface Conflict {
  readonly table: RoutedTable;
  readonly conflict: "row-missing" | "row-exists";
  /** Printable and bounded. */
  readonly key: string;
  readonly decision: ConflictPolicy;
  /** It follows from kinds of changes that the task leaves out. */
  readonly expected: boolean;
  /** GTID or file and offset of the source transaction. */
  readonly position: string;
}

const keyTextLimit = 200;

/**
 * What becomes of a conflict. One that follows from kinds of changes that are left out never stops the task: the row that stayed makes room for the source's,
 * and what happens to a row that never came happens to nothing.
 */
export function decisionOn({ leftOut }: RoutedTable, conflict: Conflict["conflict"], policy: ConflictPolicy): Pick<Conflict, "decision" | "expected"> {
  if (conflict === "row-missing") return leftOut?.rowsLack ? { decision: "ignore", expected: true } : { decision: policy, expected: false };
  return leftOut?.rowsStay && policy !== "ignore" ? { decision: "overwrite", expected: true } : { decision: policy, expected: false };
}

/** `id=5, name='a'`: the identity, or the first columns of a table without one, for people. */
export function printKey(table: RoutedTable, image: RowImage): string {
  const columns = table.identity ? table.identity.parts.map((part) => part.column) : table.columns.slice(0, 4).map((_, index) => index);
  const text = columns
    .map((column) => {
      const literal = image.bytes.toString("utf8", image.start(column), Math.min(image.end(column), image.start(column) + keyTextLimit)).replace(/^_binary/, "");
      return `${table.columns[column]!.definition.name}=${literal.replace(/[\u0000-\u001f\u007f\ufffd]/g, "?")}`;
    })
    .join(", ");
  return text.length > keyTextLimit ? `${text.slice(0, keyTextLimit)}…` : text;
}

export function conflictStopped(conflict: Conflict): AppError {
  return new AppError("conflict-stopped", {
    context: {
      database: conflict.table.destination.database,
      table: conflict.table.destination.table,
      conflict: conflict.conflict,
      key: conflict.key,
      position: conflict.position,
    },
  });
}
