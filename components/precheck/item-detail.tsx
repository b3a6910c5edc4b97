"use client";
import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { affectedTable, affectedTables, missingParents } from "@/lib/precheck/affected/tables";
import type { AffectedObject } from "@/lib/precheck/check";
import type { Outgrown, PrecheckItemView } from "@/lib/precheck/view";
import { stepPath } from "@/lib/tasks/steps";
import { useFormat } from "../formatting/use-format";
import { Time } from "../formatting/time";
import { CopyBundle } from "../status/copy-bundle";
import { Badge, toneText } from "../ui/badge";
import { Button, ButtonLink } from "../ui/button";
import { cn } from "../ui/class-names";
import { CodeBlock } from "../ui/code-block";
import { Collapsible } from "../ui/collapsible";
import { CopyButton } from "../ui/copy-button";
import { AffectedObjects } from "./affected-objects";
import { FixBlocks } from "./fix-blocks";
import { itemLooks, itemTitle } from "./item-status";
import { ObservedRequired } from "./observed-required";
import { valueLine } from "./run-text";

interface Props {
  taskId: string;
  /** Of the run; links come back to it. */
  number: number;
  item: PrecheckItemView;
  link: string;
  /** The sheet bears the finding as its own title. */
  inSheet?: boolean;
  /** Is this run the newest one, at rest, and may somebody decide about it? */
  actionable: boolean;
  editable: boolean;
  /** The finding is about a proposed change of objects: cures act on the proposal, and what is not about objects is not changed here. */
  proposal?: boolean;
  /** What a failure stands in the way of; default: the start. */
  blocks?: string;
  rerunning?: boolean;
  /** Absent: checks of this run are not run again one by one. */
  onRerun?: (() => void) | undefined;
  /** Does the key r run it again here? */
  shortcut?: boolean;
  onIgnore: () => void;
  onUnignore: () => void;
}

/** Findings that another name in the destination cures. */
const renamable = new Set(["CHECK_SAME_OBJ", "CHECK_NAME_CHARS", "CHECK_CASE", "CHECK_TOPOLOGY"]);

function namesOf({ names, added }: Outgrown, andMore: (values: { names: string; more: number }) => string): string {
  const shown = names.slice(0, 5);
  return added > shown.length ? andMore({ names: shown.join(", "), more: added - shown.length }) : shown.join(", ");
}

/** To the table's settings in step 3, where columns are left out and names are given. */
function objectLink(back: string, side: PrecheckItemView["side"], object: AffectedObject): string | null {
  const at = affectedTable(side, object);
  return at === null ? null : `${back}&do=edit&database=${encodeURIComponent(at.database)}&table=${encodeURIComponent(at.table)}`;
}

/** One check in full: finding, observed and required, why, fixes, objects, what was run, and what can be done about it. */
export function ItemDetail({ taskId, number, item, link, inSheet = false, actionable, editable, proposal = false, blocks, rerunning = false, shortcut = false, onRerun, onIgnore, onUnignore }: Props) {
  const t = useTranslations("precheck.item");
  const tAll = useTranslations("precheck");
  const format = useFormat();
  const { result } = item;
  const { icon: Icon, tone } = itemLooks[item.status];
  const bad = item.status === "failed" || item.status === "error";
  const now = result ? valueLine(result.observed.map((entry) => ({ ...entry, label: { ...entry.label, text: "" } }))) : "";
  const step = editable && result?.step && item.status !== "passed" && (!proposal || result.step === "objects") ? result.step : null;
  const tables = result && step === "objects" ? (result.affected.tables ?? [...affectedTables(item.side, result.affected.sample).values()].reduce((sum, names) => sum + names.length, 0)) : 0;
  const parents = result && step === "objects" ? [...missingParents(result.affected.sample).values()].reduce((sum, names) => sum + names.length, 0) : 0;
  const back = proposal ? `/sync/${taskId}/objects/modify?run=${number}&item=${item.code}` : `${stepPath(taskId, step ?? "objects")}?from=precheck&run=${number}&item=${item.code}`;
  return (
    <article aria-label={itemTitle(item)} className="flex min-w-0 flex-col gap-4 text-sm">
      <header>
        <div className="flex items-start gap-2">
          <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", toneText[tone], item.status === "running" && "animate-spin")} />
          {inSheet ? <span className="min-w-0 flex-1 leading-6 text-muted">{item.topic.text}</span> : <h2 className="min-w-0 flex-1 text-lg leading-6 font-semibold break-words">{itemTitle(item)}</h2>}
          <Badge tone={tone}>{bad ? (blocks ?? t("blocks")) : tAll(`status.${item.status}`)}</Badge>
        </div>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-muted">
          <span className="code">{item.code}</span>
          <span>{tAll(`side.${item.side}`)}</span>
          {result && (
            <span className="nums">
              {t.rich("checked", { time: () => <Time ms={Date.parse(result.ran.at)} form="clock" />, ms: format.exact(Math.max(1, Math.round(result.ran.durationMs))) })}
            </span>
          )}
          {item.since && item.since !== "unchanged" && <span>{item.previouslyObserved && item.since !== "still" && now !== "" && now !== item.previouslyObserved ? t("wasNow", { before: item.previouslyObserved, now }) : t(`since.${item.since}`)}</span>}
        </p>
      </header>
      {result === null && <p className="text-muted">{t(item.status === "running" || item.status === "pending" ? "notYet" : "notRun")}</p>}
      {result?.skippedBecause && <p className="text-muted">{t("skippedBecause", { reason: result.skippedBecause.text })}</p>}
      {item.ignored && (
        <p className="rounded-md bg-accepted-chip px-3 py-2">
          {t("ignored", { who: item.ignored.by, time: format.dateTime(item.ignored.atMs) })} <q>{item.ignored.reason}</q>
        </p>
      )}
      {item.acknowledged && <p className="rounded-md bg-accepted-chip px-3 py-2">{t("acknowledged", { who: item.acknowledged.by, time: format.dateTime(item.acknowledged.atMs) })}</p>}
      {item.outgrown && (item.status === "failed" || item.status === "warning") && (
        <p className="rounded-md bg-warn-chip px-3 py-2 break-words">
          {t("outgrown", { who: item.outgrown.by, time: format.dateTime(item.outgrown.atMs), added: item.outgrown.added, names: namesOf(item.outgrown, (values) => t("outgrownMore", values)) })}
          {item.outgrown.reason !== "" && (
            <>
              {" "}
              <q>{item.outgrown.reason}</q>
            </>
          )}
        </p>
      )}
      {result && (
        <>
          <ObservedRequired observed={result.observed} required={result.required} bad={item.status !== "passed"} />
          {result.why && (
            <section>
              <h3 className="text-sm font-semibold">{t(item.status === "passed" ? "note" : "why")}</h3>
              <p className="max-w-prose">{result.why.text}</p>
            </section>
          )}
          {item.status !== "passed" && <FixBlocks key={item.id} result={result} topic={item.topic.text} />}
          {step && (
            <p className="flex flex-wrap gap-2">
              {step === "objects" && renamable.has(item.code) && (
                <ButtonLink size="sm" href={`${back}&do=rename`}>
                  {t("rename")}
                </ButtonLink>
              )}
              {parents > 0 && (
                <ButtonLink size="sm" href={`${back}&do=add`}>
                  {t("addParents", { count: parents })}
                </ButtonLink>
              )}
              {tables > 0 && (
                <ButtonLink size="sm" href={`${back}&do=remove`}>
                  {t("remove", { count: tables })}
                </ButtonLink>
              )}
              {!proposal && (
                <ButtonLink size="sm" href={back}>
                  {t(`step.${step}`)}
                </ButtonLink>
              )}
            </p>
          )}
          <AffectedObjects key={`affected-${item.id}`} taskId={taskId} number={number} check={item.id} affected={result.affected} editLink={step === "objects" ? (object) => objectLink(back, item.side, object) : undefined} />
          <div className="flex flex-col gap-1">
            {result.ran.statements.length > 0 && (
              <Collapsible summary={t("ran", { count: result.ran.statements.length })}>
                <div className="flex flex-col gap-2">
                  {result.ran.statements.map((ran, index) => (
                    <CodeBlock key={index} code={ran.statement} label={t("statement", { number: index + 1, side: ran.side })} />
                  ))}
                </div>
              </Collapsible>
            )}
            {result.raw && (
              <Collapsible summary={t("raw")} open={item.status === "error"}>
                <CodeBlock code={[result.raw.code === null ? "" : `${result.raw.code}${result.raw.sqlState ? ` (${result.raw.sqlState})` : ""}: `, result.raw.message].join("")} label={t("raw")} />
              </Collapsible>
            )}
          </div>
        </>
      )}
      <footer className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
        {actionable && onRerun && (
          <Button size="sm" icon={<RotateCw aria-hidden />} pending={rerunning} onClick={onRerun} aria-keyshortcuts={shortcut ? "r" : undefined}>
            {t("rerun")}
          </Button>
        )}
        {actionable && item.status === "failed" && item.ignorable && (
          <Button size="sm" onClick={onIgnore}>
            {t("ignore")}
          </Button>
        )}
        {item.status === "error" && <CopyBundle taskId={taskId} />}
        {actionable && item.status === "ignored" && (
          <Button size="sm" onClick={onUnignore}>
            {t("unignore")}
          </Button>
        )}
        <CopyButton text={link} label={t("copyLink")} />
        <Link href={`/help/checks/${item.id}`} className="link inline-flex min-h-6 items-center text-xs underline">
          {t("help")}
        </Link>
        {item.history.length > 1 && (
          <span className="ml-auto flex items-center gap-1 text-xs text-muted">
            {t("history", { count: item.history.length })}
            {item.history.map((status, index) => {
              const Past = itemLooks[status].icon;
              return <Past key={index} role="img" aria-label={tAll(`status.${status}`)} className={cn("size-3.5", toneText[itemLooks[status].tone])} />;
            })}
          </span>
        )}
        {item.status === "failed" && !item.ignorable && <p className="w-full text-xs text-muted">{t("notIgnorable")}</p>}
      </footer>
    </article>
  );
}
