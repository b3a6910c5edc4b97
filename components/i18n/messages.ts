import { pseudoLocale, type Locale } from "@/lib/languages/locales";
import type { messages } from "./messages-en";

/** English is the shape: another language must have the same namespaces and keys. */
export type Messages = typeof messages;

/** Sentences that are made in English, by the forms' schemas and by the server (lib/languages). */
export type Phrases = Readonly<Record<string, string>>;

interface Texts {
  readonly messages: Messages;
  readonly phrases: Phrases;
}

const english = async (): Promise<Texts> => ({ messages: (await import("./messages-en")).messages, phrases: {} });

const catalogues: Record<Locale, () => Promise<Texts>> = {
  en: english,
  "zh-CN": () => import("./messages-zh-cn"),
  [pseudoLocale]: async () => ({ messages: (await import("./pseudo")).pseudo((await english()).messages), phrases: {} }),
};

export function loadTexts(locale: Locale): Promise<Texts> {
  return catalogues[locale]();
}
