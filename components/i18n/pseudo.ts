import type { Messages } from "./messages";

const accents: Readonly<Record<string, string>> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú", c: "ç", n: "ñ", y: "ý" };

/**
 * The same catalogue with every text accented, a third longer and in brackets: what is plain on the page is no message, what is cut off has a box
 * that is too small.
 */
export function pseudo(messages: Messages): Messages {
  return transform(messages) as Messages;
}

function transform(value: unknown): unknown {
  return typeof value === "string" ? pseudoText(value) : Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, transform(entry)]));
}

/** Placeholders, plural forms and tags stay as they are: `[{count} ŕóẃš ~~]`. */
export function pseudoText(message: string): string {
  let depth = 0;
  let inTag = false;
  let letters = 0;
  let out = "";
  for (let at = 0; at < message.length; at += 1) {
    const letter = message[at]!;
    if (letter === "{") depth += 1;
    if (letter === "<" && /[a-z/]/.test(message[at + 1] ?? "")) inTag = true;
    const plain = depth === 0 && !inTag;
    out += plain ? (accents[letter] ?? letter) : letter;
    if (plain && letter.trim() !== "") letters += 1;
    if (letter === "}") depth -= 1;
    if (letter === ">") inTag = false;
  }
  return letters === 0 ? message : `[${out}${" " + "~".repeat(Math.max(1, Math.ceil(letters * 0.35)))}]`;
}
