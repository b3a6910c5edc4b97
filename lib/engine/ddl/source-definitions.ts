/**
 * The source's definitions as of a schema change that cannot be tried out at the destination. The source shows today's tables only, so they are taken for
 * those behind the change when the log proves that nothing in between names the table.
 */
import { AppError } from "../../errors/app-error";
import type { MysqlConnection } from "../../mysql/connection";
import { quoteText } from "../../mysql/identifier";
import { readTables } from "../../mysql/read-tables";
import type { TableDefinition, TableName } from "../../mysql/table-definition";

/** Behind which place of the log the definition is asked for. */
export interface LogPlace {
  readonly file: string;
  readonly endOffset: number;
}

export interface SourceDefinitions {
  /** The definition right behind `place`, null when there is no such table. Throws `ddl-unsupported` when the log cannot prove it. */
  definitionBehind(name: TableName, place: LogPlace): Promise<TableDefinition | null>;
}

/** Events looked at for one proof. More of them take longer than a person waits for an answer. */
const eventLimit = 500_000;
const pageSize = 5_000;

interface LogEvent {
  readonly Event_type: string;
  readonly Info: string;
  readonly End_log_pos: string;
}

/** Reads from `source`, which has `metadataSession`; needs REPLICATION SLAVE and REPLICATION CLIENT. */
export function sourceDefinitions(source: MysqlConnection, readPlace: () => Promise<{ readonly file: string; readonly offset: number }>): SourceDefinitions {
  return {
    async definitionBehind(name, place) {
      // SHOW CREATE TABLE waits for a change under way, so whatever it shows is in the log before the position that is read after it.
      const [definition] = await readTables(source, [{ database: name.database, tables: [name.table] }], { createStatements: true });
      const end = await readPlace();
      const again = await laterStatement(source, name, place, end);
      if (again === null) return definition ?? null;
      throw new AppError("ddl-unsupported", {
        detail: `what ${name.database}.${name.table} looked like behind this statement cannot be told: the statement cannot be tried out at the destination, and ${again}. Give a statement that the destination understands, or reset the task.`,
        context: { table: `${name.database}.${name.table}` },
      });
    },
  };
}

/** Why the table may have changed between the places, or null when it has not. */
async function laterStatement(source: MysqlConnection, name: TableName, from: LogPlace, end: { readonly file: string; readonly offset: number }): Promise<string | null> {
  const files = (await source.query<{ Log_name: string }>("SHOW BINARY LOGS")).map((row) => row.Log_name);
  const span = files.slice(files.indexOf(from.file), files.indexOf(end.file) + 1);
  if (files.indexOf(from.file) < 0 || span.length === 0) return "the log behind it is gone";
  const word = name.table.toLowerCase();
  let seen = 0;
  for (const file of span) {
    let offset = file === from.file ? from.endOffset : 4;
    for (;;) {
      if (file === end.file && offset >= end.offset) break;
      const events = await source.query<LogEvent>(`SHOW BINLOG EVENTS IN ${quoteText(file)} FROM ${offset} LIMIT ${pageSize}`);
      for (const event of events) {
        if (event.Event_type === "Query" && !/^(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT\b.*)$/i.test(event.Info.trim()) && event.Info.toLowerCase().includes(word)) return "another statement behind it names the table";
        offset = Number(event.End_log_pos);
      }
      seen += events.length;
      if (seen > eventLimit) return "too much has been logged since";
      if (events.length < pageSize) break;
    }
  }
  return null;
}
