import { cookies, headers } from "next/headers";
import { inLanguage } from "../languages/in-language";
import { localeCookie, pickLocale, type Locale } from "../languages/locales";

/** Language of the person who asks: the choice in the cookie, then the browser's list. */
export async function readerLocale(): Promise<Locale> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return pickLocale(jar.get(localeCookie)?.value, head.get("accept-language"));
}

/** What a page hands to its first frame, in that person's language. Routes and actions do it themselves. */
export async function inReadersLanguage<T>(data: T): Promise<T> {
  return inLanguage(data, await readerLocale());
}
