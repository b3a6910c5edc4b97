import type { MysqlConnection } from "../mysql/connection";

export interface Session {
  readonly id: number;
  readonly user: string;
  /** `Sleep`, `Query`, `Binlog Dump GTID` and so on. */
  readonly command: string;
  /** The statement at work, null when there is none. */
  readonly statement: string | null;
}

/**
 * The sessions of a server. SHOW PROCESSLIST, because information_schema.PROCESSLIST answers with error 3854 for as long as any session runs a statement
 * whose text is not valid in its own character set, such as bytes in a literal (seen with 9.7).
 */
export async function sessionsOf(admin: MysqlConnection): Promise<Session[]> {
  const rows = await admin.query<{ Id: string | number; User: string; Command: string; Info: string | null }>("SHOW FULL PROCESSLIST");
  return rows.map((row) => ({ id: Number(row.Id), user: row.User, command: row.Command, statement: row.Info }));
}
