/** A sentence for people: the key and values serve translation, `text` is the English rendering. */
export interface Text {
  /** `<check id>.<name>`, unique and stable. */
  readonly key: string;
  readonly values: Values;
  readonly text: string;
}

/** A text within a text is translated with it. */
export type Values = Readonly<Record<string, string | number | Text>>;

/** Every text that a check can say, by its key: what a translation must cover. */
export const spokenTexts = new Map<string, string>();

/**
 * Gives the function that speaks for one check: `say("title", { count: 3 })`. `messages` is English, in the ICU subset of {name} and
 * {count, plural, one {…} other {…}}; a translation is another table with the same keys (messages/zh-CN/checks.json).
 */
export function speaker<M extends Readonly<Record<string, string>>>(id: string, messages: M): (name: keyof M & string, values?: Values) => Text {
  for (const [name, message] of Object.entries(messages)) spokenTexts.set(`${id}.${name}`, message);
  return (name, values = {}) => ({ key: `${id}.${name}`, values, text: fill(messages[name] ?? name, values) });
}

/** Text that is the same in every language: a value, a name, a variable. */
export function verbatim(text: string): Text {
  return { key: "verbatim", values: { text }, text };
}

export function fill(message: string, values: Values): string {
  return message
    .replace(/\{(\w+), plural, one \{([^{}]*)\} other \{([^{}]*)\}\}/g, (_all, name: string, one: string, other: string) => {
      const value = values[name] ?? 0;
      return (Number(value) === 1 ? one : other).replaceAll("#", formatCount(value));
    })
    .replace(/\{(\w+)\}/g, (all, name: string) => {
      const value = values[name];
      return value === undefined ? all : formatCount(value);
    });
}

function formatCount(value: string | number | Text): string {
  return typeof value === "number" ? value.toLocaleString("en-US") : typeof value === "object" ? value.text : value;
}
