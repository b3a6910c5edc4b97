"use client";
import { Check, CircleDashed } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { isDone, isReachable, stepPath, wizardSteps } from "@/lib/tasks/steps";
import type { TaskDetail } from "@/lib/tasks/view";
import { usePerson } from "../shell/person";
import { cn } from "../ui/class-names";

/** The wizard's steps as they stand: what is saved, what is missing, and the way to it. */
export function DraftSteps({ task }: { task: TaskDetail }) {
  const t = useTranslations("status.draft");
  const tSteps = useTranslations("wizard.steps");
  const person = usePerson();
  const { draft } = task;
  return (
    <section aria-label={t("steps")} className="rounded-lg border border-line bg-bg">
      <ol className="grid divide-line max-lg:divide-y lg:grid-cols-5 lg:divide-x">
        {wizardSteps.map((step, index) => {
          const done = isDone(step, draft);
          const Icon = done ? Check : CircleDashed;
          const name = `${index + 1} ${tSteps(step)}`;
          return (
            <li key={step} className="min-w-0 px-4 py-2.5 text-sm">
              <div className="flex items-center justify-between gap-2">
                {person.mayOperate && isReachable(step, draft) ? (
                  <Link className="link inline-flex min-h-6 items-center font-semibold" href={stepPath(task.id, step)}>
                    {name}
                  </Link>
                ) : (
                  <span className="inline-flex min-h-6 items-center font-semibold">{name}</span>
                )}
                <span className={cn("inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap", done ? "text-ok" : "text-muted")}>
                  <Icon aria-hidden className="size-3.5" />
                  {t(done ? "saved" : "missing")}
                </span>
              </div>
              {!done && <p className="text-xs text-muted">{t(`missingWhat.${step}`)}</p>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
