import type { Connection } from "mysql2/promise";

/** A small piece of work at the source; the weight says how often it comes. */
export interface Deed {
  readonly weight: number;
  readonly run: (connection: Connection) => Promise<unknown>;
}

/** A whole number from 0 up to but without `limit`. */
export function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

export function oneOf<T>(...choices: [T, ...T[]]): T {
  return choices[below(choices.length)] ?? choices[0];
}

export async function rowsOf<T>(connection: Connection, sql: string, values: readonly unknown[] = []): Promise<T[]> {
  const [rows] = await connection.query(sql, [...values]);
  return rows as T[];
}
