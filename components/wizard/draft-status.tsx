"use client";
import { useTranslations } from "use-intl";
import { Time } from "../formatting/time";
import { useWizard } from "./wizard-context";

/** "Draft saved 14:02:11", or that it is not. */
export function DraftStatus() {
  const t = useTranslations("wizard");
  const { savedAtMs, saveState } = useWizard();
  if (saveState === "failed") return <span className="text-xs text-bad">{t("draftFailed")}</span>;
  if (savedAtMs === null) return saveState === "saving" ? <span className="text-xs text-muted">{t("draftSaving")}</span> : null;
  return (
    <span className="nums text-xs text-muted">
      {t.rich("draftSaved", { time: () => <Time ms={savedAtMs} form="clock" /> })}
    </span>
  );
}
