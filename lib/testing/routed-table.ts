/** A routed table from a few words, for tests that need no server. */
import type { RoutedTable } from "../engine/change";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import type { KeyDefinition, TableDefinition } from "../mysql/table-definition";

const router = new Router(new ObjectSelection([{ database: "shop" }]), { sourceLogsCascades: false });

/** Columns as `name type` (`name type?` is nullable, text types fold ASCII case), unique keys as lists of columns; the first key is primary unless it is empty. */
export function routedTable(name: string, columns: readonly string[], keys: readonly (readonly string[])[], facts: { readonly parentOf?: boolean; readonly childOf?: string } = {}): RoutedTable {
  const definition: TableDefinition = {
    name: { database: "shop", table: name },
    engine: "InnoDB",
    charset: "utf8mb4",
    collation: "utf8mb4_general_ci",
    columns: columns.map((text) => {
      const [column = "", type = "int"] = text.split(" ");
      const dataType = type.replace("?", "");
      const isText = dataType === "varchar";
      return {
        name: column, dataType, columnType: dataType, unsigned: false, nullable: type.endsWith("?"), charset: isText ? "utf8mb4" : null,
        collation: isText ? "utf8mb4_general_ci" : null, generated: null, invisible: false, autoIncrement: false, hasDefault: false,
      };
    }),
    keys: keys.flatMap((parts, index): KeyDefinition[] =>
      parts.length === 0 ? [] : [{ name: index === 0 ? "PRIMARY" : `u${index}`, unique: true, kind: "BTREE", parts: parts.map((column) => ({ column, prefix: null })) }],
    ),
    foreignKeys: facts.childOf
      ? [{ name: "fk", columns: [columns[0]!.split(" ")[0]!], referenced: { database: "shop", table: facts.childOf }, referencedColumns: ["id"], onDelete: "CASCADE", onUpdate: "CASCADE" }]
      : [],
    createStatement: "",
  };
  return router.routeTable(definition, { isParent: facts.parentOf ?? false, isCascadeParent: facts.parentOf ?? false })!;
}
