import type { Token } from "./sql-tokens";

/**
 * How many tokens stand in front of the statement itself: MariaDB's `SET STATEMENT variable = value, … FOR` (MariaDB manual, "SET STATEMENT"), which its log holds as it was typed. 0 without
 * it. What was set is in the event's own settings.
 */
export function settingsBefore(tokens: readonly Token[]): number {
  if (tokens[0]?.value !== "SET" || tokens[1]?.value !== "STATEMENT") return 0;
  return tokens.findIndex((token) => token.kind === "word" && token.depth === 0 && token.value === "FOR") + 1;
}
