"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, GitCompareArrows, RotateCw, X } from "lucide-react";
import Link from "next/link";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { precheckRunOptions } from "@/lib/precheck/queries";
import type { PrecheckRunView } from "@/lib/precheck/view";
import { taskOptions } from "@/lib/tasks/queries";
import { isEditable } from "@/lib/tasks/status";
import type { TaskDetail } from "@/lib/tasks/view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { useShortcuts } from "../shell/use-shortcuts";
import { StatusChip } from "../tasks/status-chip";
import { Button, ButtonLink } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Drawer } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { SearchInput } from "../ui/input";
import { Menu, MenuItem } from "../ui/menu";
import { ToggleGroup } from "../ui/toggle-group";
import { useMedia } from "../ui/use-media";
import { IgnoreDialog } from "./ignore-dialog";
import { ItemDetail } from "./item-detail";
import { ItemList } from "./item-list";
import { itemTitle, needsLook, orderItems } from "./item-status";
import { RunProgress } from "./run-progress";
import { exported, saveFile } from "./run-export";
import { allFixes, type Say, ticket } from "./run-text";
import { isOfSince, sinceFilters } from "./since-filter";
import { usePrecheckActions } from "./use-precheck-actions";
import { VerdictBanner } from "./verdict-banner";

const parsers = { item: parseAsString, q: parseAsString.withDefault(""), since: parseAsStringLiteral(sinceFilters), against: parseAsInteger, show: parseAsStringLiteral(["findings", "all"]), side: parseAsStringLiteral(["all", "source", "destination", "objects", "both", "runner"]).withDefault("all") };

/** One run, live: progress, verdict, the list of checks and the chosen one in full. */
export function PrecheckScreen({ initialTask, initialRun, showStatus }: { initialTask: TaskDetail; initialRun: PrecheckRunView; showStatus: boolean }) {
  const t = useTranslations("precheck");
  const format = useFormat();
  const { number } = initialRun;
  const task = useQuery({ ...taskOptions(initialTask.id), initialData: initialTask }).data;
  const [url, setUrl] = useQueryStates(parsers, { history: "replace", scroll: false });
  const run = useQuery({ ...precheckRunOptions(initialTask.id, number, url.against), ...(url.against === null ? { initialData: initialRun } : { placeholderData: initialRun }) }).data ?? initialRun;
  const actions = usePrecheckActions(task.id, number);
  const wide = useMedia("(width >= 64rem)");
  const [ignoring, setIgnoring] = useState(false);
  // The start happened before somebody's eyes: only then may the page lead on by itself.
  // A short run may have ended, and the task have begun, before the page was drawn.
  const [watched] = useState(() => initialRun.status === "running" || Date.now() - (initialRun.endedAtMs ?? 0) < 15_000 || ["ready", "precheck_failed", "not_started", "prechecking"].includes(initialTask.status.status));

  const running = run.status === "running";
  const findings = run.items.filter(needsLook);
  const show = url.show ?? (!running && findings.length > 0 ? "findings" : "all");
  const items = useMemo(() => {
    const sought = url.q.trim().toLowerCase();
    return orderItems(run).filter((item) => {
      if (url.side !== "all" && item.side !== url.side) return false;
      if (sought !== "" && !`${item.code} ${itemTitle(item)} ${item.topic.text}`.toLowerCase().includes(sought)) return false;
      // A chip counts fixed items too, which are no findings any more.
      if (url.since !== null) return isOfSince(item, url.since);
      return show === "all" || sought !== "" || needsLook(item) || item.code === url.item;
    });
  }, [run, show, url.side, url.item, url.q, url.since]);
  // Asked for alone: what ran beside it are its prerequisites.
  const ranAgain = run.only === null || running ? null : { count: run.only.length, prerequisites: run.items.filter((item) => item.result && Date.parse(item.result.ran.at) >= run.startedAtMs).length - run.only.length };
  const chosen = items.find((item) => item.code === url.item) ?? null;
  const inPanel = chosen ?? (running ? null : (items[0] ?? null));
  const actionable = run.latest && !running && task.allowed.precheck;
  const editable = isEditable(task.status.status);

  const select = (code: string | null) => void setUrl({ item: code });
  const bind = useShortcuts();
  const again = actionable && !ignoring ? inPanel : null;
  useEffect(() => (again === null ? undefined : bind({ r: () => actions.pending === null && actions.runOne(again) })));

  const detail = (item: NonNullable<typeof inPanel>, inSheet = false) => (
    <ItemDetail
      inSheet={inSheet}
      taskId={task.id}
      number={number}
      item={item}
      link={typeof window === "undefined" ? "" : `${window.location.origin}/sync/${task.id}/precheck/${number}?item=${item.code}`}
      actionable={actionable}
      editable={editable}
      shortcut={!inSheet}
      rerunning={actions.pending === "one"}
      onRerun={() => actions.runOne(item)}
      onIgnore={() => {
        // Once ignored it stands further down: it stays the one that is shown.
        select(item.code);
        setIgnoring(true);
      }}
      onUnignore={() => actions.unignore(item.id)}
    />
  );
  const fixes = allFixes(run.items);
  const say: Say = { line: (key, values) => t(`ticket.${key}`, values as never), status: (status) => t(`status.${status}`) };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-lg font-semibold">{t("run", { number })}</h2>
        {showStatus && <StatusChip status={task.status} />}
        <p className="min-w-0 basis-full text-sm text-muted md:flex-1 md:basis-0">
          {run.endedAtMs === null ? "" : `${t("took", { time: format.duration(Math.max(1_000, run.endedAtMs - run.startedAtMs)) })} · `}
          {t.rich("runFacts", { total: run.total, who: run.startedBy, config: run.modification === null ? run.configHash.slice(0, 4) : t("runs.proposal", { number: run.modification }), time: () => <Time ms={run.startedAtMs} form="clock" />, code: (text) => <span className="code">{text}</span> })}
          {" · "}
          <Link href={`/sync/${task.id}/precheck?list=1`} className="link underline">
            {t("allRuns")}
          </Link>
          {ranAgain && <span className="nums"> · {t("ranAgain", { count: ranAgain.count, prerequisites: Math.max(0, ranAgain.prerequisites) })}</span>}
        </p>
        {run.comparable.length > 0 && !running && (
          <Menu trigger={<Button icon={<GitCompareArrows aria-hidden />}>{t("compare", { number: run.previousNumber ?? run.comparable[0]!.number })}</Button>}>
            {run.comparable.map((other) => (
              <MenuItem key={other.number} detail={other.configHash === run.configHash ? undefined : t("compareOther")} onClick={() => void setUrl({ against: other.number === run.comparable[0]?.number ? null : other.number })}>
                {t("compareRun", { number: other.number })}
              </MenuItem>
            ))}
          </Menu>
        )}
        {running && task.status.status === "prechecking" && (
          <Button icon={<X aria-hidden />} pending={actions.pending === "cancel"} onClick={actions.cancel}>
            {t("cancel")}
          </Button>
        )}
        {actionable && (
          <Button icon={<RotateCw aria-hidden />} pending={actions.pending === "again"} onClick={actions.runAgain} variant={run.status === "failed" || run.outdated ? "primary" : "secondary"}>
            {t("again")}
          </Button>
        )}
      </div>
      {!run.latest && (
        <Notice
          tone="info"
          actions={
            <ButtonLink size="sm" href={`/sync/${task.id}/precheck`}>
              {t("openNewest")}
            </ButtonLink>
          }
        >
          {t("older")}
        </Notice>
      )}
      {run.latest && run.outdated && !running && <Notice tone="warn">{t("outdated")}</Notice>}
      {run.status === "cancelled" && <Notice tone="info">{t("cancelled")}</Notice>}
      <VerdictBanner task={task} run={run} watched={watched} actions={actions} />
      <RunProgress run={run} since={url.since} onSince={(since) => void setUrl({ since })} />
      <div className="flex flex-wrap items-center gap-2">
        <ToggleGroup
          label={t("show.label")}
          value={show}
          onValueChange={(next) => void setUrl({ show: next })}
          options={[
            { value: "findings", label: t("show.findings"), count: findings.length },
            { value: "all", label: t("show.all"), count: run.items.length },
          ]}
        />
        <span aria-hidden className="h-5 w-px bg-line max-sm:hidden" />
        <ToggleGroup label={t("side.label")} value={url.side} onValueChange={(next) => void setUrl({ side: next })} options={(["all", "source", "destination", "objects", "both", "runner"] as const).map((side) => ({ value: side, label: t(`side.${side}`) }))} />
        <SearchInput label={t("search")} placeholder={t("search")} value={url.q} onValueChange={(q) => void setUrl({ q: q === "" ? null : q })} className="w-44 max-sm:w-full" />
        <div className="ml-auto flex flex-wrap gap-2 max-sm:ml-0">
          {fixes !== "" && (
            <CopyButton text={fixes} label={t("copyFixes")}>
              {t("copyFixes")}
            </CopyButton>
          )}
          {findings.length > 0 && (
            <CopyButton text={ticket(task, run, say)} label={t("copyTicket")}>
              {t("copyTicket")}
            </CopyButton>
          )}
          {!running && (
            <Menu trigger={<Button size="sm" icon={<Download aria-hidden />}>{t("export.button")}</Button>}>
              {(["text", "json", "csv"] as const).map((kind) => (
                <MenuItem key={kind} onClick={() => saveFile(`precheck-${task.id}-${number}.${kind === "text" ? "txt" : kind}`, exported(kind, task, run, say))}>
                  {t(`export.${kind}`)}
                </MenuItem>
              ))}
            </Menu>
          )}
        </div>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        {items.length > 0 ? <ItemList items={items} selected={(wide === false ? chosen : inPanel)?.code ?? null} onSelect={select} /> : <p className="rounded-lg border border-line px-3 py-6 text-center text-sm text-muted">{t(show === "findings" && run.items.length > 0 ? "noFindings" : "noItems")}</p>}
        <div className="hidden rounded-lg border border-line bg-bg p-4 lg:sticky lg:top-17 lg:block">{inPanel ? detail(inPanel) : <p className="text-sm text-muted">{t(running ? "chooseRunning" : "choose")}</p>}</div>
      </div>
      {wide === false && (
        <Drawer open={chosen !== null && !ignoring} onOpenChange={(open) => !open && select(null)} title={chosen ? itemTitle(chosen) : ""}>
          {chosen && detail(chosen, true)}
        </Drawer>
      )}
      {ignoring && inPanel && <IgnoreDialog item={inPanel} onClose={() => setIgnoring(false)} onIgnore={(reason) => actions.ignore(inPanel.id, reason)} />}
    </div>
  );
}
