"use client";
import { useTranslations } from "use-intl";
import type { Tone } from "@/lib/tasks/status";
import type { AttentionView } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";

/** How urgent it is. */
export function attentionTone(attention: AttentionView): Tone {
  switch (attention.kind) {
    case "none":
      return "idle";
    case "failed":
    case "precheck-failed":
    case "start-missed":
    case "no-runner":
      return "bad";
    case "retrying":
    case "runway-short":
    case "modification-failed":
    case "lag-high":
    case "precheck-warnings":
    case "term-over":
      return "warn";
    case "configure":
    case "ready-to-start":
    case "waiting-for-start":
      return "info";
  }
}

/** The sentence that says what the operator has to do. `nothing` is what stands there when that is nothing. */
export function useAttentionText(): (attention: AttentionView, nothing: string) => string {
  const t = useTranslations("tasks");
  const format = useFormat();
  const now = useNow();
  return (attention, nothing) => {
    switch (attention.kind) {
      case "none":
        return nothing;
      case "configure":
        return t("attention.configure", { step: t(`steps.${attention.step}`) });
      case "precheck-failed":
        return t("attention.precheckFailed", { count: attention.failed });
      case "precheck-warnings":
        return attention.startsAtMs === null
          ? t("attention.precheckWarnings", { count: attention.warnings })
          : t("attention.precheckWarningsBefore", { count: attention.warnings, time: format.dateTime(attention.startsAtMs) });
      case "start-missed":
        return t("attention.startMissed", { time: format.dateTime(attention.atMs) });
      case "ready-to-start":
        return t("attention.readyToStart");
      case "retrying":
        return t("attention.retrying", {
          duration: format.duration((now ?? attention.sinceMs) - attention.sinceMs),
          time: format.clock(attention.windowEndsMs),
        });
      case "failed":
        return attention.sentence;
      case "runway-short": {
        const left = attention.deadlineMs - (now ?? 0);
        return now !== null && left <= 0 ? t("attention.runwayOver") : t("attention.runwayShort", { duration: now === null ? "…" : format.duration(left) });
      }
      case "lag-high":
        return t("attention.lagHigh", { duration: format.duration(attention.lagMs) });
      case "term-over":
        return t("attention.termOver", { time: format.dateTime(attention.endedAtMs) });
      case "no-runner":
        return t("attention.noRunner");
      case "modification-failed":
        return t("attention.modificationFailed", { sentence: attention.sentence });
      case "waiting-for-start":
        return t("attention.waitingForStart", { time: format.dateTime(attention.atMs) });
    }
  };
}
