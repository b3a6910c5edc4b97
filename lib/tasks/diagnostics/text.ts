/** Sections of a text that is pasted into a ticket. Pure. */
export interface Section {
  readonly title: string;
  /** None: the section is left out. */
  readonly lines: readonly string[];
}

/** Longer lines are cut: a statement of megabytes helps nobody. */
const longest = 2_000;

export function bundleText(head: string, sections: readonly Section[]): string {
  const cut = (line: string) => (line.length > longest ? `${line.slice(0, longest)}… (${line.length} characters)` : line);
  return [head, ...sections.filter(({ lines }) => lines.length > 0).map(({ title, lines }) => [`== ${title} ==`, ...lines.map(cut)].join("\n"))].join("\n\n") + "\n";
}
