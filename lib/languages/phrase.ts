/** English sentence → the same in another language; what is not known comes back as it is. */
export type Phrase = (english: string) => string;

/**
 * Looks sentences up by their English wording. `{1}`, `{2}` … in a key stand for what is filled in: `"{1} is selected twice."`. What fills a
 * place is looked up as well, patterns included: a sentence may quote another. Browser-safe.
 */
export function phraseBook(phrases: Readonly<Record<string, string>>): Phrase {
  const whole = new Map(Object.entries(phrases));
  const patterns = [...whole]
    .filter(([english]) => english.includes("{1}"))
    // The more a pattern says itself, the earlier it is tried.
    .sort(([a], [b]) => literal(b).length - literal(a).length)
    .map(([english, other]) => ({ expression: new RegExp(`^${english.split(/\{\d\}/).map(escape).join("(.*?)")}$`, "su"), other }));
  const phrase: Phrase = (english) => {
    const known = whole.get(english);
    if (known !== undefined) return known;
    for (const { expression, other } of patterns) {
      const found = expression.exec(english);
      if (found) return other.replace(/\{(\d)\}/g, (_all, at: string) => phrase(found[Number(at)] ?? ""));
    }
    return english;
  };
  return phrase;
}

const literal = (template: string) => template.replace(/\{\d\}/g, "");
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
