import { cookies, headers } from "next/headers";
import { createTranslator } from "use-intl/core";
import { localeCookie, pickLocale, type Locale } from "./locales";
import { loadMessages, type Messages } from "./messages";
import { readPreferences, type Preferences } from "./preferences";

/** Server only: language and preferences of the person who asks. */
export async function requestSettings(): Promise<{ locale: Locale; messages: Messages; preferences: Preferences }> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const locale = pickLocale(jar.get(localeCookie)?.value, head.get("accept-language"));
  const preferences = readPreferences((name) => {
    const value = jar.get(name)?.value;
    return value === undefined ? undefined : decodeURIComponent(value);
  });
  return { locale, messages: await loadMessages(locale), preferences };
}

/** Server only: texts for page titles and the like. */
export async function serverTranslator<Namespace extends keyof Messages>(namespace: Namespace) {
  const { locale, messages } = await requestSettings();
  return createTranslator<Messages, Namespace>({ locale, messages, namespace });
}
