/** How an affected object is called, and found. Pure and browser-safe. */
import type { AffectedObject } from "../check";

export function nameOfAffected({ database, name }: Pick<AffectedObject, "database" | "name">): string {
  return database === null ? name : `${database}.${name}`;
}

export function matchesAffected(object: AffectedObject, sought: string): boolean {
  return `${nameOfAffected(object)} ${object.note?.text ?? ""}`.toLowerCase().includes(sought.trim().toLowerCase());
}
