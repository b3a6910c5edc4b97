"use client";
import dynamic from "next/dynamic";
import { Pause, Play, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { bottomBar } from "../ui/bottom-bar";
import { Button } from "../ui/button";
import type { BulkKind } from "./bulk-dialog";

// Nobody waits for a dialog that is not open.
const BulkDialog = dynamic(() => import("./bulk-dialog").then((module) => module.BulkDialog), { ssr: false });

const kinds = [
  { kind: "start", icon: Play },
  { kind: "pause", icon: Pause },
  { kind: "tags", icon: Tag },
  { kind: "release", icon: Trash2 },
] as const;

/** What can be done to the selected rows at once. */
export function BulkBar({ tasks, onClear }: { tasks: readonly TaskSummary[]; onClear: () => void }) {
  const t = useTranslations("list.bulk");
  const [asked, setAsked] = useState<{ kind: BulkKind; tasks: readonly TaskSummary[] } | null>(null);
  return (
    <>
      {tasks.length > 0 && (
        <div
          ref={bottomBar}
          role="toolbar"
          aria-label={t("label")}
          className="sticky bottom-3 z-20 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-1.5 rounded-lg border border-line-strong bg-raised px-3 py-2 shadow-popup"
        >
          <span role="status" className="nums mr-2 text-sm font-medium">
            {t("count", { count: tasks.length })}
          </span>
          {kinds.map(({ kind, icon: Icon }) => (
            <Button key={kind} size="sm" icon={<Icon aria-hidden />} className={kind === "release" ? "text-bad" : undefined} onClick={() => setAsked({ kind, tasks })}>
              {t(kind)}
            </Button>
          ))}
          <Button size="sm" variant="ghost" icon={<X aria-hidden />} onClick={onClear}>
            {t("clear")}
          </Button>
        </div>
      )}
      {asked && (
        <BulkDialog
          kind={asked.kind}
          tasks={asked.tasks}
          onClose={(done) => {
            setAsked(null);
            if (done) onClear();
          }}
        />
      )}
    </>
  );
}
