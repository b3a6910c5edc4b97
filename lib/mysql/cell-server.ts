import type { MysqlConnection } from "./connection";

/** What decides how cells are read from a server. */
export interface CellServer {
  readonly flavour: "mysql" | "mariadb";
  /** JSON_TABLE exists (MySQL 8.0.4 and newer): nodes of JSON documents are read with their types. */
  readonly jsonTable: boolean;
}

export async function readCellServer(connection: MysqlConnection): Promise<CellServer> {
  const [row] = await connection.query<{ version: string }>("SELECT VERSION() AS version");
  const text = row?.version ?? "";
  const [major = 0, minor = 0, patch = 0] = (/^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  const flavour = /mariadb/i.test(text) ? "mariadb" : "mysql";
  return { flavour, jsonTable: flavour === "mysql" && (major > 8 || (major === 8 && (minor > 0 || patch >= 4))) };
}
