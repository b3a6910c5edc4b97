"use client";
import { useQuery } from "@tanstack/react-query";
import { Dialog as Base } from "@base-ui/react/dialog";
import { ArrowRight, CornerDownLeft, Search, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { isAllowed, type TaskActionKind } from "@/lib/tasks/action-rules";
import { taskListOptions } from "@/lib/tasks/queries";
import { wholeTaskList } from "@/lib/tasks/list-query";
import type { TaskSummary } from "@/lib/tasks/view";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { themeCookie, themes } from "../i18n/preferences";
import { statusIcons } from "../tasks/status-icon";
import { cn } from "../ui/class-names";
import { Kbd } from "../ui/kbd";
import { matching, type Command } from "./commands";
import { navigationPlaces } from "./navigation";
import { usePerson } from "./person";

export interface TaskCommand {
  readonly task: TaskSummary;
  readonly kind: TaskActionKind;
}
interface Choice extends Command {
  readonly choose: () => void;
  readonly task?: TaskSummary;
}

const everyTask = wholeTaskList({ pageSize: 100, sort: "name", dir: "asc" });
const doable = ["start", "resume", "pause", "retryNow", "precheck", "rename", "tags", "reset", "release"] as const;

/** Pages, tasks and what can be done to them, found by typing. */
export function CommandMenu({ onClose, onTask, onShortcuts }: { onClose: () => void; onTask: (command: TaskCommand) => void; onShortcuts: () => void }) {
  const t = useTranslations();
  const router = useRouter();
  const person = usePerson();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const tasks = useQuery({ ...taskListOptions(everyTask), refetchInterval: false });
  const choices = useMemo<Choice[]>(() => {
    const go = (href: string) => () => router.push(href);
    const rows = tasks.data?.rows ?? [];
    return [
      ...rows.map((task): Choice => ({ id: `task-${task.id}`, group: "tasks", label: task.name, words: task.id, detail: t(`tasks.status.${task.status.value}`), task, choose: go(`/sync/${task.id}`) })),
      ...(person.mayOperate ? [{ id: "create", group: "pages", label: t("command.create"), words: t("command.createWords"), choose: go("/sync/new") } satisfies Choice] : []),
      ...navigationPlaces
        .filter((place) => !("admin" in place) || person.mayAdminister)
        .map((place): Choice => ({ id: `page-${place.href}`, group: "pages", label: t(place.label), words: "words" in place ? t(`command.words.${place.words}`) : "", choose: go(place.href) })),
      { id: "shortcuts", group: "pages", label: t("command.shortcuts"), words: "?", choose: onShortcuts },
      ...themes.map((theme): Choice => ({
        id: `theme-${theme}`,
        group: "actions",
        label: t(`command.theme.${theme}`),
        words: t("shell.theme.label"),
        choose: () => {
          setPreferenceCookie(themeCookie, theme);
          document.documentElement.dataset.theme = theme;
          window.dispatchEvent(new Event("tributary:theme"));
        },
      })),
      ...(person.mayOperate
        ? rows.flatMap((task) =>
            doable
              .filter((kind) => isAllowed(kind, task.status) && !(kind === "start" && isAllowed("resume", task.status)))
              .map((kind): Choice => ({
                id: `${kind}-${task.id}`,
                group: "actions",
                label: t("command.on", { action: t(`tasks.actions.${kind === "precheck" ? "runPrecheck" : kind}`), name: task.name }),
                words: `${task.id} ${kind}`,
                task,
                choose: () => onTask({ task, kind }),
              })),
          )
        : []),
    ];
  }, [tasks.data, person, router, t, onTask, onShortcuts]);
  const found = matching(choices, text);
  const current = found[Math.min(at, found.length - 1)];
  const choose = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onClose();
    choice.choose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = found.length - 1;
    const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (next !== undefined && !((event.key === "Home" || event.key === "End") && text !== "")) {
      event.preventDefault();
      setAt(next);
      document.getElementById(`${id}-${found[next]?.id}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(current);
    }
  };
  return (
    <Base.Root open onOpenChange={onClose}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Base.Popup
          initialFocus={input}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[calc(100vw-2rem)] max-w-150 -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line-strong bg-raised text-ink shadow-dialog outline-hidden"
        >
          <Base.Title className="sr-only">{t("command.title")}</Base.Title>
          <div className="flex items-center gap-2 border-b border-line px-3">
            <Search aria-hidden className="size-4 shrink-0 text-muted" />
            <input
              ref={input}
              role="combobox"
              aria-expanded
              aria-controls={`${id}-list`}
              aria-activedescendant={current ? `${id}-${current.id}` : undefined}
              aria-autocomplete="list"
              aria-label={t("command.title")}
              placeholder={t("command.placeholder")}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 min-w-0 flex-1 bg-transparent text-base outline-hidden"
            />
            <Kbd>Esc</Kbd>
          </div>
          {found.length === 0 ? (
            <p role="status" className="px-4 py-6 text-center text-sm text-muted">
              {t("command.none")}
            </p>
          ) : (
            <div id={`${id}-list`} role="listbox" aria-label={t("command.results")} className="min-h-0 overflow-y-auto p-1.5">
              {found.map((choice, index) => {
                const Icon = choice.group === "tasks" && choice.task ? statusIcons[choice.task.status.value] : choice.group === "actions" ? Zap : ArrowRight;
                const marked = choice === current;
                return (
                  <button
                    type="button"
                    tabIndex={-1}
                    key={choice.id}
                    id={`${id}-${choice.id}`}
                    role="option"
                    aria-selected={marked}
                    onPointerMove={() => setAt(index)}
                    onClick={() => choose(choice)}
                    className={cn("flex min-h-9 w-full cursor-default text-left items-center gap-2.5 rounded-md px-2.5 text-base", marked && "bg-selected")}
                  >
                    <Icon aria-hidden className="size-4 shrink-0 text-muted" />
                    <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                    <span className="shrink-0 text-xs text-muted">{choice.detail ?? t(`command.groups.${choice.group}`)}</span>
                    {marked && <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-muted" />}
                  </button>
                );
              })}
            </div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
