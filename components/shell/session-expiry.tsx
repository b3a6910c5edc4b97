"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { staySignedIn } from "@/lib/auth/actions";
import { fetchJson } from "@/lib/http/fetch-json";
import { useFormat } from "../formatting/use-format";
import { noteConsoleTime } from "../formatting/console-clock";
import { useBrowserNow } from "../formatting/use-now";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";
import { showToast } from "../ui/toast";
import { sessionEnded } from "./signed-out-dialog";
import { signOut } from "./sign-out";

const warnBeforeMs = 2 * 60_000;
const sessionKey = ["session"] as const;

/** The pulse of the console, and the word of warning two minutes before the sign-in ends (WCAG 2.2.1). */
export function SessionExpiry() {
  const t = useTranslations("shell.expiry");
  const format = useFormat();
  const now = useBrowserNow();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const session = useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      const askedMs = Date.now();
      const session = await fetchJson<{ expiresAtMs: number; atMs: number }>("/api/session", signal);
      noteConsoleTime(session.atMs, askedMs, Date.now());
      return session;
    },
    refetchInterval: 20_000,
  });
  // Measured by the console's clock: the browser's may be wrong.
  const left = session.data === undefined || now === null ? null : session.data.expiresAtMs - session.data.atMs - (now - session.dataUpdatedAt);
  const open = left !== null && left <= warnBeforeMs && left > 0;
  const stay = async () => {
    setPending(true);
    const result = await staySignedIn().catch(() => null);
    setPending(false);
    if (result === null) return;
    if (!result.ok) return sessionEnded();
    showToast({ tone: "ok", title: t("stayed", { time: format.dateTime(result.data.expiresAtMs) }) });
    await client.invalidateQueries({ queryKey: sessionKey });
  };
  return (
    <AlertDialog
      open={open}
      onOpenChange={() => {}}
      title={t("title")}
      description={left === null ? "" : t("body", { duration: format.duration(Math.max(0, left)) })}
      footer={
        <>
          <Button onClick={() => void signOut()}>{t("signOut")}</Button>
          <Button variant="primary" pending={pending} onClick={() => void stay()}>
            {t("stay")}
          </Button>
        </>
      }
    />
  );
}
