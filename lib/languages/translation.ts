/**
 * The texts that the server makes, in the reader's language. They are written and stored in English, which the command line and the log keep;
 * a console that speaks another language translates them on the way out (in-language.ts).
 */
import chineseChecks from "@/messages/zh-CN/checks.json";
import chineseErrors from "@/messages/zh-CN/errors.json";
import chinesePhrases from "@/messages/zh-CN/phrases.json";
import { errorCatalogue, type ErrorCode } from "../errors/catalogue";
import { fill, type Text } from "../precheck/text";
import type { Locale } from "./locales";
import { phraseBook, type Phrase } from "./phrase";

export interface Translation {
  readonly phrase: Phrase;
  /** A text of the precheck, by its key. */
  said(text: Text): string;
}

const errorsInChinese: Readonly<Record<ErrorCode, { readonly sentence: string; readonly remedy: string }>> = chineseErrors;
const checksInChinese: Readonly<Record<string, Readonly<Record<string, string>>>> = chineseChecks;

const translations: Partial<Record<Locale, Translation>> = { "zh-CN": makeTranslation(errorsInChinese, chinesePhrases, checksInChinese) };

/** Null where nothing is to be translated. */
export function translationFor(locale: Locale): Translation | null {
  return translations[locale] ?? null;
}

export function makeTranslation(
  errors: Readonly<Record<ErrorCode, { readonly sentence: string; readonly remedy: string }>>,
  phrases: Readonly<Record<string, string>>,
  checks: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Translation {
  const whole = new Map<string, string>(Object.entries(phrases));
  for (const [code, { sentence, remedy }] of Object.entries(errorCatalogue)) {
    const other = errors[code as ErrorCode];
    whole.set(sentence, other.sentence);
    whole.set(remedy, other.remedy);
    // As a check that could not run says it.
    whole.set(`${sentence} ${remedy}`, `${other.sentence}${other.remedy}`);
  }
  const phrase = phraseBook(Object.fromEntries(whole));
  const said = (text: Text): string => {
    if (text.key === "verbatim") return phrase(text.text);
    const dot = text.key.lastIndexOf(".");
    const message = checks[text.key.slice(0, dot)]?.[text.key.slice(dot + 1)];
    if (message === undefined) return text.text;
    return fill(message, Object.fromEntries(Object.entries(text.values).map(([name, value]) => [name, typeof value === "object" ? { ...value, text: said(value) } : value])));
  };
  return { phrase, said };
}
