import { cookies } from "next/headers";
import { createTranslator } from "use-intl/core";
import { readerLocale } from "@/lib/http/reader";
import type { Locale } from "@/lib/languages/locales";
import { compiledMessages } from "./compiled";
import { loadTexts, type Messages, type Phrases } from "./messages";
import { readPreferences, type Preferences } from "./preferences";

/** Server only: language and preferences of the person who asks. */
export async function requestSettings(): Promise<{ locale: Locale; messages: Messages; phrases: Phrases; preferences: Preferences }> {
  const [jar, locale] = await Promise.all([cookies(), readerLocale()]);
  const preferences = readPreferences((name) => {
    const value = jar.get(name)?.value;
    return value === undefined ? undefined : decodeURIComponent(value);
  });
  const { messages, phrases } = await loadTexts(locale);
  return { locale, messages: compiledMessages(messages), phrases, preferences };
}

/** Server only: texts for page titles and the like. */
export async function serverTranslator<Namespace extends keyof Messages>(namespace: Namespace) {
  const { locale, messages } = await requestSettings();
  return createTranslator<Messages, Namespace>({ locale, messages, namespace });
}
