"use client";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { IntlProvider as Base } from "use-intl";
import { setPreferenceCookie } from "./client-cookie";
import type { Locale } from "@/lib/languages/locales";
import type { Messages, Phrases } from "./messages";
import { phraseBook } from "@/lib/languages/phrase";
import { PhraseContext } from "./use-phrase";
import { browserZoneCookie, timeZoneCookie } from "./preferences";

interface TimeZoneState {
  /** "browser" or an IANA zone. */
  readonly choice: string;
  /** The zone in force. */
  readonly zone: string;
  readonly choose: (choice: string) => void;
}

const TimeZoneContext = createContext<TimeZoneState>({ choice: "browser", zone: "UTC", choose: () => {} });

export function useTimeZoneChoice(): TimeZoneState {
  return useContext(TimeZoneContext);
}

/** Language and time zone for everything below. The zone may change without a reload; the URL never carries it. */
export function IntlProvider({
  locale,
  messages,
  phrases,
  timeZoneChoice,
  timeZone,
  children,
}: {
  locale: Locale;
  messages: Messages;
  phrases: Phrases;
  timeZoneChoice: string;
  timeZone: string;
  children: ReactNode;
}) {
  const [choice, setChoice] = useState(timeZoneChoice);
  const [zone, setZone] = useState(timeZone);
  useEffect(() => {
    const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setPreferenceCookie(browserZoneCookie, browser);
    // The server draws the first frame in the zone of the cookie; a first visit has none yet.
    if (choice === "browser") setZone(browser);
  }, [choice]);
  const state = useMemo<TimeZoneState>(
    () => ({
      choice,
      zone,
      choose: (next) => {
        setPreferenceCookie(timeZoneCookie, next);
        setChoice(next);
        if (next !== "browser") setZone(next);
      },
    }),
    [choice, zone],
  );
  const phrase = useMemo(() => phraseBook(phrases), [phrases]);
  return (
    <TimeZoneContext value={state}>
      <Base locale={locale} messages={messages} timeZone={zone}>
        <PhraseContext value={phrase}>{children}</PhraseContext>
      </Base>
    </TimeZoneContext>
  );
}
