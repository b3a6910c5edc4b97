"use client";
import { ArrowDown, Download, ScrollText } from "lucide-react";
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { logLevels, type LogLine } from "@/lib/task-logs/view";
import { useFormat } from "../formatting/use-format";
import { useTask } from "../task-page/task-context";
import { toneText } from "../ui/badge";
import { Button, buttonClass } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/class-names";
import { EmptyState } from "../ui/empty-state";
import { SearchInput } from "../ui/input";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { ToggleGroup } from "../ui/toggle-group";
import { useTaskLog } from "./use-task-log";

const tones = { debug: "idle", info: "info", warn: "warn", error: "bad" } as const;
const parsers = {
  level: parseAsStringLiteral(logLevels).withDefault("info"),
  component: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  wrap: parseAsBoolean.withDefault(true),
  at: parseAsInteger,
};

/** What the runner says about this task, as it says it. */
export function TaskLogScreen() {
  const t = useTranslations("taskLogs");
  const format = useFormat();
  const { task, paused } = useTask();
  const [url, setUrl] = useQueryStates(parsers, { history: "replace", scroll: false });
  const { lines, page, failed, older } = useTaskLog(task.id, { level: url.level === "debug" ? "" : url.level, component: url.component, q: url.q.trim(), at: url.at }, !paused);
  const box = useRef<HTMLDivElement>(null);
  // At the end the log follows; anywhere else it stands still under the reader's eyes.
  const [follows, setFollows] = useState(url.at === null);
  const [seen, setSeen] = useState<string | null>(null);
  const [fetching, setFetching] = useState(false);
  const last = lines.at(-1)?.cursor ?? null;
  const top = useRef<{ height: number; first: string | undefined } | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (follows) element.scrollTop = element.scrollHeight;
    // Older lines came in above: what was in sight stays in sight.
    else if (top.current && top.current.first !== lines[0]?.cursor) element.scrollTop += element.scrollHeight - top.current.height;
    top.current = { height: element.scrollHeight, first: lines[0]?.cursor };
  }, [lines, follows]);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    if (atEnd !== follows) {
      setFollows(atEnd);
      setSeen(atEnd ? null : last);
    }
  };
  const fresh = follows || seen === null ? 0 : lines.length - 1 - lines.findIndex((line) => line.cursor === seen);
  const components = page?.components ?? [];
  const filtered = url.level !== "info" || url.component !== "" || url.q !== "" || url.at !== null;
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ToggleGroup label={t("level")} value={url.level} onValueChange={(level) => void setUrl({ level })} options={logLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))} />
        {components.length > 1 && (
          <ToggleGroup
            label={t("component")}
            value={url.component}
            onValueChange={(component) => void setUrl({ component: component || null })}
            options={[{ value: "", label: t("allComponents") }, ...components.map((component) => ({ value: component, label: component }))]}
          />
        )}
        <SearchInput className="w-full sm:w-56" label={t("search")} placeholder={t("search")} value={url.q} onValueChange={(q) => void setUrl({ q: q || null }, { throttleMs: 300 })} />
        <Checkbox checked={url.wrap} onCheckedChange={(wrap) => void setUrl({ wrap })} label={<span className="text-sm">{t("wrap")}</span>} />
        <a className={cn(buttonClass({ size: "sm" }), "sm:ml-auto")} href={`/api/tasks/${task.id}/logs/download`} download>
          <Download aria-hidden />
          {t("download")}
        </a>
      </div>
      {url.at !== null && (
        <Notice
          tone="info"
          actions={
            <Button size="sm" onClick={() => void setUrl({ at: null }).then(() => setFollows(true))}>
              {t("toNewest")}
            </Button>
          }
        >
          {t("from", { time: format.timestamp(url.at - 60_000) })}
        </Notice>
      )}
      {failed && <Notice tone="warn">{t("failed")}</Notice>}
      {page === null ? (
        <div aria-busy className="flex flex-col gap-1.5">
          {Array.from({ length: 12 }, (_, index) => (
            <Skeleton key={index} className="h-4" />
          ))}
        </div>
      ) : lines.length === 0 ? (
        <EmptyState
          icon={<ScrollText />}
          title={filtered ? t("noMatch") : t("none")}
          {...(filtered ? { actions: <Button onClick={() => void setUrl({ level: null, component: null, q: null, at: null })}>{t("clear")}</Button> } : {})}
        >
          {filtered ? null : t("noneBody")}
        </EmptyState>
      ) : (
        <div className="relative">
          <div
            ref={box}
            onScroll={onScroll}
            role="region"
            aria-label={t("lines")}
            tabIndex={0}
            data-scroll-x
            className="h-[28rem] overflow-auto rounded-lg border border-line bg-surface py-2 [overflow-anchor:none] lg:h-[calc(100vh-21rem)] lg:min-h-80"
          >
            {page.more && (
              <div className="flex justify-center pb-2">
                <Button
                  size="sm"
                  pending={fetching}
                  onClick={() => {
                    setFollows(false);
                    setSeen(last);
                    setFetching(true);
                    void older().finally(() => setFetching(false));
                  }}
                >
                  {t("older")}
                </Button>
              </div>
            )}
            <ol className={cn("code text-xs leading-5", !url.wrap && "w-max min-w-full")}>
              {lines.map((line) => (
                <Line key={line.cursor} line={line} wrap={url.wrap} stamp={format.timestamp(line.atMs)} level={t(`levels.${line.level}`)} />
              ))}
            </ol>
          </div>
          {!follows && fresh > 0 && (
            <Button
              size="sm"
              variant="primary"
              className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-popup"
              icon={<ArrowDown aria-hidden />}
              onClick={() => {
                setFollows(true);
                setSeen(null);
              }}
            >
              {t("fresh", { count: fresh })}
            </Button>
          )}
        </div>
      )}
      {page && page.files > 0 && (
        <p className="nums text-xs text-muted">
          {t("kept", { bytes: format.bytes(page.bytes), files: page.files, most: format.bytes(page.mostBytes), oldest: page.oldestAtMs === null ? "—" : format.timestamp(page.oldestAtMs) })}{" "}
          {t("shown", { count: format.exact(lines.length) })}
        </p>
      )}
    </section>
  );
}

function Line({ line, wrap, stamp, level }: { line: LogLine; wrap: boolean; stamp: string; level: string }) {
  return (
    <li className={cn("px-3 hover:bg-hover", wrap ? "break-words whitespace-pre-wrap" : "whitespace-pre", line.level === "error" && "bg-bad-chip", line.level === "warn" && "bg-warn-chip")}>
      <time dateTime={new Date(line.atMs).toISOString()} className="nums text-muted">
        {stamp}
      </time>{" "}
      <span className={cn("font-semibold", toneText[tones[line.level]])}>{level}</span> {line.component && <span className="text-muted">{line.component} </span>}
      <span lang="en" className="text-ink">
        {line.message}
      </span>
      {line.facts.map(([name, value]) => (
        <span key={name} lang="en">
          {" "}
          <span className="text-muted">{name}=</span>
          {name === "error" ? errorText(value) : value}
        </span>
      ))}
    </li>
  );
}

/** An error's stack is lines of its own. */
function errorText(value: string): string {
  try {
    const { stack, message } = JSON.parse(value) as { stack?: string; message?: string };
    return `\n${stack ?? message ?? value}`;
  } catch {
    return value;
  }
}
