/**
 * Triggers at the destination. What a trigger does at the source is in the log as rows, so it must not do it again for the sessions of a task; for everybody
 * else it should be there on the day that the applications come. So each is created inside a question for a session variable that our sessions alone set.
 */

/** Every session of a task at the destination begins with it. */
export const guardSession = "SET @tributary_applies = 1";

export const guardBefore = "BEGIN IF @tributary_applies IS NULL THEN ";
export const guardAfter = "; END IF; END";

/** The body inside a guard, or null when there is none. */
export function withoutGuard(body: string): string | null {
  const text = body.trim();
  return text.startsWith(guardBefore) && text.endsWith(guardAfter) ? text.slice(guardBefore.length, -guardAfter.length) : null;
}
