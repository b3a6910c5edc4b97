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
  /** "browser", "region" (of the task that is looked at, elsewhere the browser's) or an IANA zone. */
  readonly choice: string;
  /** The zone in force. */
  readonly zone: string;
  readonly choose: (choice: string) => void;
  /** Told by a task's pages: the zone of its region; null when they are left. */
  readonly enterRegion: (zone: string | null) => void;
}

export const TimeZoneContext = createContext<TimeZoneState>({ choice: "browser", zone: "UTC", choose: () => {}, enterRegion: () => {} });

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
  const [regionZone, enterRegion] = useState<string | null>(null);
  useEffect(() => {
    const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setPreferenceCookie(browserZoneCookie, browser);
    // The server draws the first frame in the zone of the cookie; a first visit has none yet.
    if (choice === "browser" || choice === "region") setZone(browser);
  }, [choice]);
  const state = useMemo<TimeZoneState>(
    () => ({
      choice,
      zone: choice === "region" ? (regionZone ?? zone) : zone,
      choose: (next) => {
        setPreferenceCookie(timeZoneCookie, next);
        setChoice(next);
        if (next !== "browser" && next !== "region") setZone(next);
      },
      enterRegion,
    }),
    [choice, zone, regionZone],
  );
  const phrase = useMemo(() => phraseBook(phrases), [phrases]);
  return (
    <TimeZoneContext value={state}>
      <Base locale={locale} messages={messages} timeZone={state.zone}>
        <PhraseContext value={phrase}>{children}</PhraseContext>
      </Base>
    </TimeZoneContext>
  );
}
