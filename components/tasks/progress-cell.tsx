"use client";
import { useTranslations } from "use-intl";
import type { TaskSummary } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { cn } from "../ui/class-names";

type Segment = "done" | "active" | "waiting";

/** Three segments — schema, full, incremental — and the sentence for the one that is running. */
export function ProgressCell({ task, stale = false }: { task: TaskSummary; stale?: boolean }) {
  const t = useTranslations("tasks.progress");
  const format = useFormat();
  const { progress, status } = task;
  const phase = status.phase;
  if (phase === null || progress === null) return <span className="text-muted">{t("none")}</span>;

  const { load, schema } = progress;
  const stopped = !status.live;
  const segments: [Segment, Segment, Segment] =
    phase === "schema" ? ["active", "waiting", "waiting"] : phase === "load" ? ["done", "active", "waiting"] : ["done", "done", "active"];
  let text: string;
  let detail: string | null = null;
  if (phase === "schema") text = t("schema", { done: schema.done, total: schema.total });
  else if (phase === "load") {
    text = load.percent === null ? t("loadUnknown") : t("load", { percent: load.percent });
    if (!stopped) detail = load.etaMs === null ? t("estimating") : t("left", { duration: format.duration(load.etaMs) });
  } else text = phase === "catch_up" ? t("catchUp") : t("incremental");

  const fill = stale ? "bg-idle" : stopped ? (status.tone === "bad" ? "bg-bad" : "bg-idle") : phase === "stream" ? "bg-ok" : "bg-info";
  return (
    <div className="min-w-28 @max-[1400px]:min-w-20">
      <div className="nums whitespace-nowrap">{text}</div>
      <div aria-hidden className="mt-1 flex h-1 gap-0.5">
        {segments.map((segment, index) => (
          <div key={index} className={cn("bar overflow-hidden rounded-full bg-idle-chip", index === 1 ? "flex-[3]" : "flex-1")}>
            {segment !== "waiting" && (
              <div
                className={cn("bar-fill h-full", segment === "done" ? "bg-idle opacity-60" : fill)}
                style={{
                  width:
                    segment === "active" && phase === "load"
                      ? `${load.percent ?? 5}%`
                      : segment === "active" && phase === "schema"
                        ? `${schema.total > 0 ? (schema.done / schema.total) * 100 : 5}%`
                        : "100%",
                }}
              />
            )}
          </div>
        ))}
      </div>
      {detail && <div className="nums mt-0.5 text-xs whitespace-nowrap text-muted">{detail}</div>}
    </div>
  );
}
