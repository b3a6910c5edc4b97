"use client";
import { createContext, useContext } from "react";
import type { Phrase } from "@/lib/languages/phrase";

export const PhraseContext = createContext<Phrase>((english) => english);

/** For sentences that are made in English: a form's schema, an answer that never came. */
export function usePhrase(): Phrase {
  return useContext(PhraseContext);
}
