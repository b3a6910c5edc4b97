"use client";
import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { isDone, isReachable, stepPath, wizardSteps, type DraftProgress, type WizardStep } from "@/lib/tasks/steps";
import { cn } from "../ui/class-names";

/** The five steps. Done ones, and the next, are links; the present one is marked. */
export function Stepper({ id, current, progress, locked }: { id: string; current: WizardStep; progress: DraftProgress; locked: boolean }) {
  const t = useTranslations("wizard");
  return (
    <nav aria-label={t("steps.label")} className="mb-4">
      <ol className="flex gap-1 overflow-x-auto pb-1 max-md:flex-wrap">
        {wizardSteps.map((step, index) => {
          const here = step === current;
          const done = isDone(step, progress);
          const link = !here && !locked && isReachable(step, progress);
          const body = (
            <>
              <span
                aria-hidden
                className={cn(
                  "nums flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-semibold",
                  here ? "border-primary bg-primary text-on-primary" : done ? "border-transparent bg-ok-chip text-ok" : "border-input-line text-muted",
                )}
              >
                {done && !here ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
              </span>
              <span className={cn(here ? "font-semibold text-ink" : "text-muted", !here && "max-sm:sr-only")}>
                <span className="sr-only">{index + 1} </span>
                {t(`steps.${step}`)}
                {done && !here && <span className="sr-only"> ({t("steps.done")})</span>}
              </span>
            </>
          );
          const shape = "flex min-h-8 items-center gap-2 rounded-md pr-2.5 pl-1 text-base whitespace-nowrap max-sm:px-0.5";
          return (
            <li key={step} className="flex items-center gap-1">
              {index > 0 && <span aria-hidden className="h-px w-4 bg-line-strong max-sm:w-2" />}
              {link ? (
                <Link href={stepPath(id, step)} className={cn(shape, "hover:bg-hover [&_span]:hover:text-ink")}>
                  {body}
                </Link>
              ) : (
                <span aria-current={here ? "step" : undefined} className={shape}>
                  {body}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
