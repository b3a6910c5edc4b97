"use client";
import { useTranslations } from "use-intl";
import { CodeBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";

/** Nothing moves: said where somebody would otherwise wait, with the command that cures it. */
export function NoRunner({ className }: { className?: string }) {
  const t = useTranslations();
  return (
    <Notice tone="bad" title={t("tasks.noRunner.title")} className={className}>
      <p className="mb-2 max-w-prose">{t("tasks.noRunner.body")}</p>
      <div className="max-w-md">
        <CodeBlock code="npm start" label={t("resources.workers.command")} />
      </div>
    </Notice>
  );
}
