/**
 * Nothing has the focus: what had it has just been taken out of the page, and what takes its place may have it. Somebody who has gone on meanwhile keeps
 * where he is.
 */
export function isFocusFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
