/**
 * What came of decisions of people, kept in the bookkeeping database: one row for each decision, written in the destination transaction that carries it out.
 * So the record is there if and only if the decision has taken effect.
 */
import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "../mysql/connection";
import { quoteName, quoteText } from "../mysql/identifier";

/** Whose records they are, and where. */
export interface RecordsPlace {
  readonly database: string;
  readonly taskId: string;
}

export class DecisionRecords<T> {
  /** `table`: of the bookkeeping database. `what` a record is, for the error of one that cannot be read. */
  constructor(
    private readonly table: string,
    private readonly what: string,
  ) {}

  /** Makes the table if it is not there: before any transaction, as it commits one. */
  async ensure(connection: MysqlConnection, place: RecordsPlace): Promise<void> {
    await connection.run(`CREATE TABLE IF NOT EXISTS ${this.#name(place)} (
    \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`decision\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    \`record\` LONGTEXT NOT NULL,
    PRIMARY KEY (\`task_id\`, \`decision\`)
  ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  }

  /** In the caller's open transaction. A decision may be carried out again when the position was set back: the newest record stands. */
  async write(connection: MysqlConnection, place: RecordsPlace, key: string, record: T): Promise<void> {
    await connection.run(`REPLACE INTO ${this.#name(place)} (task_id, decision, record) VALUES (${quoteText(place.taskId)}, ${quoteText(key)}, ${quoteText(JSON.stringify(record))})`);
  }

  /** Those of the given decisions that have taken effect. The table is there. Throws `checkpoint-unreadable`. */
  async read(connection: MysqlConnection, place: RecordsPlace, keys: readonly string[]): Promise<T[]> {
    if (keys.length === 0) return [];
    const rows = await connection.query<{ record: string }>(`SELECT record FROM ${this.#name(place)} WHERE task_id=? AND decision IN (${keys.map(quoteText).join(",")}) ORDER BY decision`, [place.taskId]);
    return rows.map(({ record }) => {
      try {
        return JSON.parse(record) as T;
      } catch (cause) {
        throw new AppError("checkpoint-unreadable", { cause, detail: this.what });
      }
    });
  }

  #name(place: RecordsPlace): string {
    return `${quoteName(place.database)}.${quoteName(this.table)}`;
  }
}
