"use client";
import dynamic from "next/dynamic";
import {
  ArrowLeftRight,
  BellRing,
  ClipboardCheck,
  ClipboardList,
  CopyPlus,
  Eraser,
  Gauge,
  ListTree,
  MoreHorizontal,
  Pause,
  PencilLine,
  Play,
  Plug,
  RotateCw,
  Settings2,
  ShieldCheck,
  Tag,
  Trash2,
  type LucideIcon,
} from "lucide-react";
import { Fragment, useState } from "react";
import { useTranslations } from "use-intl";
import { taskActionKinds, type TaskActionKind } from "@/lib/tasks/action-rules";
import { stepPath } from "@/lib/tasks/steps";
import type { TaskSummary } from "@/lib/tasks/view";
import { usePerson } from "../shell/person";
import { Button, ButtonLink } from "../ui/button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "../ui/menu";
import { primaryAction } from "./action-model";
import { menuPlace } from "./task-menu";
import type { TaskDialog } from "./task-dialogs";
import { useTaskAction, type DoableAction } from "./use-task-action";

// Nobody waits for a dialog that is not open.
const TaskDialogs = dynamic(() => import("./task-dialogs").then((module) => module.TaskDialogs), { ssr: false });

interface Props {
  task: TaskSummary;
  size?: "sm" | "md";
  /** The list shows the best action as a quiet button; the page as its main one. */
  emphasis?: "quiet" | "main";
}

const icons: Record<TaskActionKind, LucideIcon> = {
  configure: Settings2,
  precheck: ClipboardCheck,
  start: Play,
  resume: Play,
  pause: Pause,
  retryNow: RotateCw,
  modifyObjects: ListTree,
  monitoring: BellRing,
  changeConnection: Plug,
  changeClass: Gauge,
  verify: ShieldCheck,
  createSimilar: CopyPlus,
  createReverse: ArrowLeftRight,
  rename: PencilLine,
  tags: Tag,
  reset: Eraser,
  release: Trash2,
};
/** A line is drawn before these. */
const opens: readonly TaskActionKind[] = ["start", "modifyObjects", "createSimilar", "reset"];
const asksFirst: readonly TaskActionKind[] = ["pause", "release", "reset", "rename", "tags"];

/** The best action of the state as a button, all of them in a menu; a disabled one says why. Who may only look gets neither. */
export function TaskActions({ task, size = "sm", emphasis = "quiet" }: Props) {
  const t = useTranslations("tasks");
  const [dialog, setDialog] = useState<TaskDialog | null>(null);
  const action = useTaskAction(task);
  const person = usePerson();
  const { allowed, status } = task;
  const run = (kind: DoableAction, extra: { reason?: string; confirmName?: string; removeRules?: boolean; remindAtMs?: number } = {}) =>
    action.mutate({ kind, ...extra }, { onSuccess: (result) => result.ok && setDialog(null) });
  if (!person.mayOperate) return null;

  const label = (kind: TaskActionKind) => {
    if (kind === "configure") return status.value === "NotConfigured" || status.value === "Released" ? t("actions.configure") : t("actions.editSettings");
    return t(`actions.${kind === "precheck" ? "runPrecheck" : kind}`);
  };
  const entry = (kind: TaskActionKind) => {
    const place = menuPlace(kind, task);
    if (place === undefined) return null;
    // One entry for both: what is stopped is resumed, what never ran is started.
    if (kind === (allowed.resume ? "start" : "resume")) return null;
    const Icon = icons[kind];
    if (place !== null && allowed[kind])
      return (
        <MenuLink key={kind} icon={<Icon />} href={place}>
          {label(kind)}
        </MenuLink>
      );
    return (
      <MenuItem
        key={kind}
        icon={<Icon />}
        disabled={!allowed[kind]}
        detail={allowed[kind] ? undefined : kind === "release" && status.value === "Released" ? t("actions.why.released") : t(`actions.why.${kind}`)}
        danger={kind === "reset" || kind === "release"}
        onClick={() => (asksFirst.includes(kind) ? setDialog(kind as TaskDialog) : run(kind as DoableAction))}
      >
        {label(kind)}
      </MenuItem>
    );
  };
  return (
    <div className="flex max-w-full shrink-0 items-center gap-1">
      <PrimaryButton task={task} size={size} emphasis={emphasis} pending={action.isPending} onRun={run} onAsk={setDialog} />
      <Menu
        trigger={
          <Button
            variant={emphasis === "main" ? "secondary" : "ghost"}
            size={size === "sm" ? "icon-sm" : "icon"}
            aria-label={t("actionsFor", { name: task.name })}
            data-row-menu
            icon={<MoreHorizontal aria-hidden />}
          />
        }
      >
        {taskActionKinds.map((kind) => {
          const drawn = entry(kind);
          if (drawn === null) return null;
          return (
            <Fragment key={kind}>
              {opens.includes(kind) && <MenuSeparator />}
              {drawn}
              {kind === "precheck" && !["NotConfigured", "NotStarted"].includes(status.value) && (
                <MenuLink icon={<ClipboardList />} href={`/sync/${task.id}/precheck`}>
                  {t("actions.viewPrecheck")}
                </MenuLink>
              )}
            </Fragment>
          );
        })}
      </Menu>
      {dialog !== null && <TaskDialogs task={task} dialog={dialog} pending={action.isPending} onRun={run} onClose={() => setDialog(null)} />}
    </div>
  );
}

/** The best action of the state, alone: for cards that offer the way out. */
export function PrimaryButton({
  task,
  size,
  emphasis,
  pending,
  onRun,
  onAsk,
}: Required<Props> & { pending: boolean; onRun: (kind: DoableAction) => void; onAsk: (dialog: TaskDialog) => void }) {
  const t = useTranslations("tasks.actions");
  const kind = primaryAction(task);
  const variant = emphasis === "main" ? "primary" : "secondary";
  const configureStep = task.attention.kind === "configure" ? task.attention.step : "endpoints";
  switch (kind) {
    case null:
      return null;
    case "configure":
    case "editSettings":
      return (
        <ButtonLink variant={variant} size={size} href={stepPath(task.id, configureStep)}>
          {task.status.value === "NotConfigured" ? t("configure") : t("editSettings")}
        </ButtonLink>
      );
    case "viewPrecheck":
      return (
        <ButtonLink variant={variant} size={size} href={`/sync/${task.id}/precheck`}>
          {task.status.value === "Prechecking" ? t("viewPrecheck") : t("reviewPrecheck")}
        </ButtonLink>
      );
    case "pause":
      return (
        <Button variant="secondary" size={size} pending={pending} onClick={() => onAsk("pause")}>
          {t("pause")}
        </Button>
      );
    case "reset":
      return (
        <Button variant="secondary" size={size} pending={pending} onClick={() => onAsk("reset")}>
          {t("resetAsk")}
        </Button>
      );
    case "precheck":
    case "start":
    case "resume":
    case "retryNow":
    case "release":
      return (
        <Button variant={variant} size={size} pending={pending} onClick={() => onRun(kind)}>
          {t(kind === "precheck" ? "runPrecheck" : kind)}
        </Button>
      );
  }
}
