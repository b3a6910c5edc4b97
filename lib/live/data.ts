import { databaseFile } from "../config/env";
import { ChangeCounter } from "../db/change-counter";

/** Changes of this process's control database: a function whose answer stays the same while nothing is written. */
export function controlDatabaseChanges(): () => string {
  const counter = new ChangeCounter(databaseFile());
  return () => counter.value();
}
