"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { notePageTime } from "@/components/formatting/console-clock";
import { IntlProvider } from "@/components/i18n/intl-provider";
import type { Locale } from "@/lib/languages/locales";
import type { Messages, Phrases } from "@/components/i18n/messages";
import { noteAnswered, noteUnanswered } from "@/components/shell/connection-state";
import { SignedOutDialog, sessionEnded } from "@/components/shell/signed-out-dialog";
import { ToastHost } from "@/components/ui/toast";
import { RouteError } from "@/lib/http/fetch-json";

/** What every client component may rely on: texts, time zone, query cache, toasts, tooltips. */
export function Providers({
  locale,
  messages,
  phrases,
  timeZoneChoice,
  timeZone,
  renderedAtMs,
  children,
}: {
  locale: Locale;
  messages: Messages;
  phrases: Phrases;
  timeZoneChoice: string;
  timeZone: string;
  /** By the console's clock. */
  renderedAtMs: number;
  children: ReactNode;
}) {
  useState(() => notePageTime(renderedAtMs));
  const [client] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({
          onSuccess: noteAnswered,
          onError: (error) => {
            if (!(error instanceof RouteError)) return;
            if (error.status === 0) noteUnanswered();
            else noteAnswered();
            if (error.status === 401) sessionEnded();
          },
        }),
        defaultOptions: {
          // Polling stops in a hidden tab by itself; coming back fetches at once. A failed poll is repeated by the next poll.
          queries: { staleTime: 1_000, retry: false, refetchOnWindowFocus: true },
          mutations: { retry: false },
        },
      }),
  );
  return (
    <IntlProvider locale={locale} messages={messages} phrases={phrases} timeZoneChoice={timeZoneChoice} timeZone={timeZone}>
      <QueryClientProvider client={client}>
        {children}
        <SignedOutDialog />
        <ToastHost />
      </QueryClientProvider>
    </IntlProvider>
  );
}
