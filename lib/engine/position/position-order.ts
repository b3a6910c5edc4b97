import { ExecutedSet } from "./gtid-set";
import type { SourcePosition } from "./position";

/** Negative when file `a` was written before file `b`: by the number behind the last dot, which outgrows its six digits. */
export function compareFiles(a: string, b: string): number {
  if (a === b) return 0;
  const [nameA, numberA] = split(a);
  const [nameB, numberB] = split(b);
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return numberA < numberB ? -1 : numberA > numberB ? 1 : 0;
}

function split(file: string): [string, number] {
  const dot = file.lastIndexOf(".");
  return [file.slice(0, dot), Number(file.slice(dot + 1))];
}

/** Negative, zero or positive as file and offset of `a` lie before, at or behind those of `b`. Both of one server. */
export function compareCoordinates(a: { readonly file: string; readonly offset: number }, b: { readonly file: string; readonly offset: number }): number {
  return compareFiles(a.file, b.file) || a.offset - b.offset;
}

/**
 * Everything up to `target` is contained in `position`. Where both know GTIDs these decide, else file and offset.
 * A file/offset answer is right only for positions of the same server.
 */
export function reached(position: SourcePosition, target: SourcePosition): boolean {
  if (position.gtidSet !== null && target.gtidSet !== null) return new ExecutedSet(position.flavour, position.gtidSet).includes(target.gtidSet);
  return compareCoordinates(position, target) >= 0;
}
