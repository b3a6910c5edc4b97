"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import type { AlertList } from "@/lib/alerts/view";
import { answerOf, polled } from "@/lib/live/queries";
import { Card } from "../ui/card";
import { Switch } from "../ui/switch";

const key = "tributary-browser-alerts";
const subscribe = (changed: () => void) => {
  window.addEventListener("storage", changed);
  window.addEventListener(key, changed);
  return () => {
    window.removeEventListener("storage", changed);
    window.removeEventListener(key, changed);
  };
};
const wanted = () => localStorage.getItem(key) === "on" && typeof Notification !== "undefined" && Notification.permission === "granted";

/** Notices of this browser, while a page of the console is open. */
export function BrowserNotice() {
  const t = useTranslations("alerts.browser");
  const on = useSyncExternalStore(subscribe, wanted, () => false);
  const [denied, setDenied] = useState(false);
  const change = async (next: boolean) => {
    if (next && (typeof Notification === "undefined" || (await Notification.requestPermission()) !== "granted")) return setDenied(true);
    setDenied(false);
    localStorage.setItem(key, next ? "on" : "off");
    window.dispatchEvent(new Event(key));
  };
  return (
    <Card title={t("title")}>
      <Switch label={t("label")} description={denied ? t("denied") : t("help")} checked={on} onCheckedChange={(next) => void change(next)} />
    </Card>
  );
}

/** Shows a notice for each alert that becomes active while the console is open. Nothing to see. */
export function BrowserAlerts() {
  const t = useTranslations("alerts");
  const on = useSyncExternalStore(subscribe, wanted, () => false);
  const known = useRef<Set<number> | null>(null);
  const { data } = useQuery({ queryKey: ["alerts", "list", ""], ...answerOf<AlertList>("/api/alerts"), refetchInterval: polled(10_000), enabled: on });
  useEffect(() => {
    if (!data || !on) return;
    const before = known.current;
    known.current = new Set(data.active.map((alert) => alert.id));
    for (const alert of data.active) {
      if (before === null || before.has(alert.id) || alert.quiet) continue;
      const notice = new Notification(`${alert.taskName}: ${t(`kind.${alert.kind}`)}`, { body: alert.cause, tag: `alert-${alert.id}` });
      notice.onclick = () => window.open(`/sync/${alert.taskId}`, "_self");
    }
  }, [data, on, t]);
  return null;
}
