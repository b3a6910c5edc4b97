"use client";
import { CloudOff, LoaderCircle, Radio } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { useBrowserNow } from "../formatting/use-now";
import { cn } from "../ui/class-names";
import { useConnectionState } from "./connection-state";

const looks = {
  live: { icon: Radio, className: "text-muted" },
  reconnecting: { icon: LoaderCircle, className: "text-warn" },
  offline: { icon: CloudOff, className: "text-bad" },
} as const;

/** Does the console answer? Quiet while it does; a change is announced. */
export function ConnectionBadge() {
  const t = useTranslations("shell.connection");
  const format = useFormat();
  const now = useBrowserNow();
  const { state, answeredAtMs } = useConnectionState();
  const { icon: Icon, className } = looks[state];
  const detail = now === null || answeredAtMs === 0 ? undefined : t("detail", { duration: format.duration(now - answeredAtMs) });
  return (
    <span role="status" title={detail} className={cn("inline-flex h-8 items-center gap-1.5 px-2 text-sm", className)}>
      <Icon aria-hidden className={cn("size-4", state === "reconnecting" && "animate-spin")} />
      <span className={state === "live" ? "sr-only xl:not-sr-only" : "max-sm:sr-only"}>{t(state)}</span>
    </span>
  );
}
