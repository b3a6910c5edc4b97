/**
 * Rules that give the tables and views of a whole database their names in the destination, later ones included. Pure and browser-safe. No regular expressions: they run in
 * the engine, where one that backtracks would hold up every task of a runner.
 */
export const nameRuleKinds = ["prefix", "suffix", "remove-prefix", "remove-suffix", "replace", "lower", "upper"] as const;
export type NameRuleKind = (typeof nameRuleKinds)[number];

export interface NameRule {
  readonly kind: NameRuleKind;
  /** What is added, removed or looked for. Nothing with `lower` and `upper`. */
  readonly text?: string | undefined;
  /** With `replace`. Default: nothing. */
  readonly replacement?: string | undefined;
  /** Only names of the source like this: `*` stands for any text, `?` for one letter, case does not matter. Absent = all. */
  readonly like?: string | undefined;
}

/** What one rule makes of a name. */
export function throughRule(name: string, { kind, text = "", replacement = "" }: NameRule): string {
  switch (kind) {
    case "prefix":
      return text + name;
    case "suffix":
      return name + text;
    case "remove-prefix":
      return text !== "" && name.startsWith(text) ? name.slice(text.length) : name;
    case "remove-suffix":
      return text !== "" && name.endsWith(text) ? name.slice(0, -text.length) : name;
    case "replace":
      return text === "" ? name : name.replaceAll(text, () => replacement);
    case "lower":
      return lowered(name);
    case "upper":
      return raised(name);
  }
}

/** In order; each looks at the source's name for whether it is meant. */
export function throughRules(source: string, rules: readonly NameRule[] = []): string {
  return rules.reduce((name, rule) => (rule.like === undefined || isLike(source, rule.like) ? throughRule(name, rule) : name), source);
}

/** In time linear in both but for one way back to the last `*`. */
export function isLike(name: string, pattern: string): boolean {
  const [text, like] = [[...name.toLowerCase()], [...pattern.toLowerCase()]];
  let [at, place, star, from] = [0, 0, -1, 0];
  while (at < text.length) {
    if (like[place] === "*") [star, from, place] = [place, at, place + 1];
    else if (place < like.length && (like[place] === "?" || like[place] === text[at])) [at, place] = [at + 1, place + 1];
    else if (star >= 0) [from, at, place] = [from + 1, from + 1, star + 1];
    else return false;
  }
  while (like[place] === "*") place += 1;
  return place === like.length;
}

/** Letter by letter as servers do: one that has no single counterpart (ß, İ) stays. */
const mapped = (name: string, one: (letter: string) => string) =>
  [...name]
    .map((letter) => {
      const other = one(letter);
      return [...other].length === 1 ? other : letter;
    })
    .join("");
export const lowered = (name: string): string => mapped(name, (letter) => letter.toLowerCase());
export const raised = (name: string): string => mapped(name, (letter) => letter.toUpperCase());
