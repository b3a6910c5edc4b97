import type { Locale } from "./locales";
import type { messages } from "./messages-en";

/** English is the shape: another language must have the same namespaces and keys. */
export type Messages = typeof messages;

const catalogues: Record<Locale, () => Promise<Messages>> = {
  en: async () => (await import("./messages-en")).messages,
  "zh-CN": async () => (await import("./messages-zh-cn")).messages,
};

export function loadMessages(locale: Locale): Promise<Messages> {
  return catalogues[locale]();
}
