"use client";
import { useTranslations } from "use-intl";
import type { Bottleneck } from "@/lib/figures/bottleneck";
import { useFormat } from "../formatting/use-format";
import { useDurationAxis } from "../charts/chart-steps";

/** The sentence that names the limiting stage. */
export function useBottleneckText(): (found: Bottleneck) => string {
  const t = useTranslations("performance.bottleneck");
  const format = useFormat();
  const duration = useDurationAxis();
  return (found) => {
    switch (found.kind) {
      case "none":
        return t(found.why);
      case "class":
      case "same-rows":
      case "processor":
        return t(found.kind, { percent: Math.round(found.share * 100) });
      case "commit":
        return t("commit", { duration: duration(Math.max(1, found.commitMs)) });
      case "statements":
        return t("statements", { duration: duration(Math.max(1, found.statementMs)) });
      case "delivery":
        return t("delivery", { rate: format.byteRate(found.bytesPerSecond) });
    }
  };
}
