"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocale } from "use-intl";
import { noteAnswered } from "../shell/connection-state";

/** Keeps what the pages show up to date. Fetched when the page stands: until then they poll. */
export function LiveUpdatesHost() {
  const client = useQueryClient();
  // Answers hold sentences: another language is another stream.
  const locale = useLocale();
  useEffect(() => {
    let stop: (() => void) | null = null;
    let gone = false;
    void import("./live-updates").then(
      ({ LiveUpdates }) => {
        if (!gone) stop = new LiveUpdates(client, noteAnswered).start();
      },
      // Without it the pages go on polling.
      () => undefined,
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [client, locale]);
  return null;
}
