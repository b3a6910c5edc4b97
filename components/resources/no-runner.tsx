"use client";
import { useTranslations } from "use-intl";
import { CodeBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";
import { startCommand } from "./start-command";

/** Nothing moves: said where somebody would otherwise wait, with the command that cures it. */
export function NoRunner({ region, className }: { /** Whose tasks wait; absent: those of all. */ region?: string; className?: string }) {
  const t = useTranslations();
  return (
    <Notice tone="bad" title={t("tasks.noRunner.title")} className={className}>
      <p className="mb-2 max-w-prose">{region === undefined ? t("tasks.noRunner.body") : t("tasks.noRunner.bodyRegion", { region })}</p>
      <div className="max-w-md">
        <CodeBlock code={startCommand(region)} label={t("resources.workers.command")} />
      </div>
    </Notice>
  );
}
