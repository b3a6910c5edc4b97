"use client";
import { useTranslations } from "use-intl";
import type { StatusView } from "@/lib/tasks/view";
import { Badge } from "../ui/badge";
import { cn } from "../ui/class-names";
import { statusIcons } from "./status-icon";

/** Icon, word and colour of a task's status. With old data it says so and is never green. */
export function StatusChip({ status, stale = false, className }: { status: StatusView; stale?: boolean; className?: string }) {
  const t = useTranslations("tasks");
  const Icon = statusIcons[status.value];
  const label = t(`status.${status.value}`);
  return (
    <Badge
      tone={stale && (status.live || status.tone === "ok") ? "idle" : status.tone}
      className={className}
      icon={<Icon aria-hidden className={cn(Icon.displayName === "LoaderCircle" && "animate-spin")} />}
    >
      {stale && status.live ? t("lastKnown", { status: label }) : label}
    </Badge>
  );
}
