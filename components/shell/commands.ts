/** What the command menu offers for a text. Pure. */

export interface Command {
  readonly id: string;
  readonly group: "actions" | "tasks" | "pages";
  readonly label: string;
  /** Also found by these. */
  readonly words: string;
  readonly detail?: string;
}

/** Every word of the text begins a word of the command. Best first: the label itself, then its beginning, then the rest in their order. */
export function matching<C extends Command>(commands: readonly C[], text: string, limit = 40): C[] {
  const wanted = wordsOf(text);
  if (wanted.length === 0) return commands.filter((command) => command.group !== "actions").slice(0, limit);
  const found = commands.flatMap((command) => {
    const own = wordsOf(command.label);
    const all = [...own, ...wordsOf(`${command.words} ${command.detail ?? ""}`)];
    if (!wanted.every((word) => all.some((other) => other.startsWith(word) || (word.length > 2 && other.includes(word))))) return [];
    const label = own.join(" ");
    const typed = wanted.join(" ");
    return [{ command, rank: label === typed ? 0 : label.startsWith(typed) ? 1 : wanted.every((word) => own.some((other) => other.startsWith(word))) ? 2 : 3 }];
  });
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ command }) => command);
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s:：/·_.-]+/)
    .filter((word) => word !== "");
}
