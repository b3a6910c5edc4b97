"use client";
import { Ban, MoreHorizontal, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { reloadTable, setTableAside } from "@/lib/tasks/modification/actions";
import type { TaskTableView } from "@/lib/tasks/tables/view";
import { useFormat } from "../formatting/use-format";
import { usePerson } from "../shell/person";
import { useTask } from "../task-page/task-context";
import { ConfirmByTyping } from "../tasks/confirm-by-typing";
import { ReasonedDialog } from "../tasks/reasoned-dialog";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { useModificationAction } from "./use-modification-action";

type Decision = "reload" | "aside";
type Row = Pick<TaskTableView, "source" | "destination" | "rowsEstimated" | "rowsCopied" | "bytesCopied">;

/** Copy one table anew, or go on without it: as buttons (a page, an error card) or as a menu (a row). Who may only look gets neither. */
export function TableDecisions({ row, as, only }: { row: Row; as: "buttons" | "menu"; only?: Decision }) {
  const t = useTranslations("modification.table");
  const tActions = useTranslations("tasks.actions");
  const { task } = useTask();
  const { mayOperate } = usePerson();
  const [open, setOpen] = useState<Decision | null>(null);
  if (!mayOperate || task.firstStartedAtMs === null) return null;
  const allowed = task.allowed.modifyObjects;
  const copies = task.settings.initialization?.data ?? false;
  const off: Record<Decision, string | null> = {
    reload: !allowed ? tActions("why.modifyObjects") : copies ? null : t("reload.noCopy"),
    aside: allowed ? null : tActions("why.modifyObjects"),
  };
  const entries = (["reload", "aside"] as const).filter((kind) => only === undefined || kind === only);
  const icons = { reload: <RotateCcw aria-hidden />, aside: <Ban aria-hidden /> };
  const name = `${row.source.database}.${row.source.table}`;
  return (
    <>
      {as === "buttons" ? (
        entries.map((kind) => (
          <Button key={kind} icon={icons[kind]} disabled={off[kind] !== null} title={off[kind] ?? undefined} onClick={() => setOpen(kind)}>
            {t(`${kind}.button`)}
          </Button>
        ))
      ) : (
        <Menu trigger={<Button variant="ghost" size="icon-sm" aria-label={t("menu", { table: name })} icon={<MoreHorizontal aria-hidden />} />}>
          {entries.map((kind) => (
            <MenuItem key={kind} icon={icons[kind]} danger={kind === "reload"} disabled={off[kind] !== null} detail={off[kind] ?? undefined} onClick={() => setOpen(kind)}>
              {t(`${kind}.button`)}
            </MenuItem>
          ))}
        </Menu>
      )}
      {open === "reload" && <Reload row={row} name={name} onClose={() => setOpen(null)} />}
      {open === "aside" && <SetAside row={row} name={name} onClose={() => setOpen(null)} />}
    </>
  );
}

interface DialogProps {
  row: Row;
  name: string;
  onClose: () => void;
}

function Reload({ row, name, onClose }: DialogProps) {
  const t = useTranslations("modification.table.reload");
  const format = useFormat();
  const { task } = useTask();
  const action = useModificationAction();
  const rows = Math.max(row.rowsEstimated, row.rowsCopied);
  return (
    <ConfirmByTyping
      open
      onOpenChange={onClose}
      title={t("title", { table: name })}
      lead={t("lead")}
      facts={[
        row.bytesCopied > 0 ? t("copies", { rows: format.count(rows), bytes: format.bytes(row.bytesCopied) }) : t("copiesRows", { rows: format.count(rows) }),
        t("deletes", { table: `${row.destination.database}.${row.destination.table}` }),
        t("others"),
        t("noWayBack"),
      ]}
      instruction={t.rich("type", { table: () => <strong className="select-all">{name}</strong> })}
      name={name}
      confirm={t("confirm")}
      pending={action.isPending}
      onConfirm={(confirmName) => action.mutate({ run: (requestId) => reloadTable({ id: task.id, requestId, table: row.source, confirmName }), done: t("sent", { table: name }) }, { onSuccess: (result) => result.ok && onClose() })}
    />
  );
}

function SetAside({ row, name, onClose }: DialogProps) {
  const t = useTranslations("modification.table.aside");
  const { task } = useTask();
  return (
    <ReasonedDialog
      title={t("title", { table: name })}
      lead={t("lead")}
      confirm={t("confirm")}
      sent={t("sent", { table: name })}
      failed={t("failed", { table: name })}
      name={name}
      instruction={t.rich("type", { table: () => <strong className="select-all">{name}</strong> })}
      send={(decision) => setTableAside({ id: task.id, table: row.source, ...decision })}
      onClose={onClose}
    >
      {() => (
        <ul className="list-disc space-y-1 pl-5">
          <li>{t("stops")}</li>
          <li>{t("kept", { table: `${row.destination.database}.${row.destination.table}` })}</li>
          {task.status.status === "failed" && <li>{t("resumes")}</li>}
          <li>{t("record")}</li>
        </ul>
      )}
    </ReasonedDialog>
  );
}
