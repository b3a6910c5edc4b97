"use client";
import { useRouter } from "next/navigation";
import { useRef, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { wizardSteps } from "@/lib/tasks/steps";
import { bottomBar } from "../ui/bottom-bar";
import { Button } from "../ui/button";
import { cn } from "../ui/class-names";
import { showToast } from "../ui/toast";
import { useStepKeys } from "./step-keys";
import { useWizard } from "./wizard-context";

/**
 * Bottom bar of a step: Back, Save and exit, and what goes on. `primary` is a `Button`; `note` stands left of the buttons. `saveWhole` saves a step that is complete (with
 * its passwords) and answers whether it did; otherwise its draft is kept.
 */
export function WizardFooter({ primary, note, saveWhole }: { primary: ReactNode; note?: ReactNode; saveWhole?: () => Promise<boolean> }) {
  const t = useTranslations("wizard");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const { step, flush, goTo } = useWizard();
  const [leaving, setLeaving] = useState(false);
  const before = wizardSteps[wizardSteps.indexOf(step) - 1];
  const onward = useRef<HTMLSpanElement>(null);
  const back = () => {
    if (!before) return;
    void flush();
    goTo(before);
  };
  useStepKeys({
    back,
    forward: () => {
      const button = onward.current?.querySelector("button");
      // The last one begins the precheck, and with it perhaps the task: that is pressed, not passed through.
      if (step === "initialization") button?.focus();
      else button?.click();
    },
  });
  return (
    <div
      ref={bottomBar}
      className="sticky bottom-0 z-20 -mx-4 mt-5 -mb-5 flex flex-wrap items-center gap-2 border-t border-line bg-bg px-4 py-3 max-sm:py-2 max-sm:[&>button]:grow lg:-mx-6 lg:px-6"
    >
      {before && (
        <Button onClick={back} aria-keyshortcuts="Alt+ArrowLeft">
          {tCommon("back")}
        </Button>
      )}
      {/* On a phone a line of its own above the buttons; beside them it would be a column of single words. */}
      <div className={cn("min-w-0 flex-1 text-sm text-muted", note === undefined ? "max-sm:hidden" : "max-sm:order-first max-sm:basis-full")}>{note}</div>
      <Button
        pending={leaving}
        onClick={async () => {
          setLeaving(true);
          const whole = (await saveWhole?.().catch(() => false)) ?? false;
          if (!whole) await flush();
          showToast({ tone: "ok", title: t(whole || !saveWhole ? "kept" : "keptWithoutPasswords") });
          router.push("/sync");
        }}
      >
        {t("saveAndExit")}
      </Button>
      <span ref={onward} className="contents max-sm:[&>button]:grow">
        {primary}
      </span>
    </div>
  );
}
