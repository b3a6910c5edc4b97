/** Languages with complete message files: messages/<locale>. Browser-safe. */
export const locales = ["en", "zh-CN"] as const;

/** English, accented and a third longer: shows texts that are not messages and boxes that are too small. Only by its cookie; no menu offers it. */
export const pseudoLocale = "en-XA";

export type Locale = (typeof locales)[number] | typeof pseudoLocale;
export const defaultLocale: Locale = "en";

export const localeNames: Record<Locale, string> = { en: "English", "zh-CN": "简体中文", [pseudoLocale]: "Pseudo" };

export const localeCookie = "tributary-locale";

/** The operator's own choice first, then the browser's list, then English. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (chosen === pseudoLocale) return pseudoLocale;
  const wanted = [chosen ?? "", ...(acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]?.trim() ?? "")];
  for (const tag of wanted) {
    const exact = locales.find((locale) => locale.toLowerCase() === tag.toLowerCase());
    if (exact) return exact;
    const family = tag && locales.find((locale) => locale.split("-")[0] === tag.split("-")[0]?.toLowerCase());
    if (family) return family;
  }
  return defaultLocale;
}
