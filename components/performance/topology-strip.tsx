"use client";
import { ChevronRight, DatabaseZap, Database, Layers, PenLine, ScanLine, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { bottleneck, stageNames, type StageName } from "@/lib/figures/bottleneck";
import type { Figures } from "@/lib/engine/plan";
import { useDurationAxis } from "../charts/chart-steps";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { cn } from "../ui/class-names";
import { useBottleneckText } from "./use-bottleneck-text";

const icons: Record<StageName, LucideIcon> = { source: Database, reader: ScanLine, buffer: Layers, writer: PenLine, destination: DatabaseZap };

/** Five stages with what each does now, the limiting one marked and named in a sentence. `compact`: one line per stage. */
export function TopologyStrip({ figures, still, compact = false }: { figures: Figures; still: boolean; compact?: boolean }) {
  const t = useTranslations("performance.topology");
  const format = useFormat();
  const duration = useDurationAxis();
  const sentence = useBottleneckText();
  const now = useNow();
  const { stages } = figures;
  if (!stages) return <p className="text-sm text-muted">{t("none")}</p>;
  const found = bottleneck(stages, figures.caughtUp);
  const limiting: StageName | null = !still && found.kind !== "none" ? found.stage : null;
  const fill = (part: number, whole: number) => Math.min(100, Math.round((part / Math.max(1, whole)) * 100));
  const { source, reader, buffer, writer, destination } = stages;
  const rows = format.rowRate(Math.round(writer.rowsPerSecond));
  const facts: Record<StageName, readonly [main: string, ...more: (string | false)[]]> = {
    source: [
      source.bytesPerSecond === null ? "—" : t("writes", { rate: format.byteRate(Math.round(source.bytesPerSecond)) }),
      figures.lagBytes !== null && figures.lagBytes > 0 && t("behind", { bytes: format.bytes(figures.lagBytes) }),
    ],
    reader: [
      format.byteRate(Math.round(reader.bytesPerSecond)),
      t("events", { count: format.count(reader.eventsPerSecond) }),
      t("queue", { percent: fill(reader.queueBytes, reader.queueLimitBytes) }),
      reader.blocked > 0.01 && t("blocked", { percent: Math.round(reader.blocked * 100) }),
    ],
    buffer: [
      t("waiting", { count: buffer.transactions }),
      t("bytes", { bytes: format.bytes(buffer.bytes), limit: format.bytes(buffer.limitBytes) }),
      t("queue", { percent: fill(buffer.bytes, buffer.limitBytes) }),
    ],
    writer: [
      rows,
      t("lanes", { busy: String(Math.round(writer.lanesBusy * 10) / 10), lanes: writer.lanes }),
      writer.statementMs !== null && t("statement", { duration: duration(Math.max(1, writer.statementMs)) }),
      writer.waiting > 0.01 && t("conflicts", { percent: Math.round(writer.waiting * 100) }),
    ],
    destination: [
      destination.commitMs === null ? t("noCommit") : t("commit", { duration: duration(Math.max(1, destination.commitMs)) }),
      t("commits", { count: format.count(destination.commitsPerSecond) }),
      format.byteRate(Math.round(figures.bytesPerSecond)),
    ],
  };
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label={t("title")} className={cn("grid gap-y-2", compact ? "grid-cols-2 gap-x-4 sm:grid-cols-5" : "md:grid-cols-5", still && "grayscale")}>
        {stageNames.map((stage, index) => (
          <Node key={stage} icon={icons[stage]} name={t(stage)} facts={compact ? facts[stage].slice(0, 1) : facts[stage]} limiting={limiting === stage ? t("limiting") : null} last={index === stageNames.length - 1} compact={compact} />
        ))}
      </ol>
      <p className={cn("nums text-sm", limiting ? "font-medium text-warn" : "text-muted")}>
        {still ? t("held", { duration: format.duration(Math.max(0, (now ?? figures.atMs) - figures.atMs)) }) : sentence(found)}
      </p>
    </div>
  );
}

function Node({ icon: Icon, name, facts, limiting, last, compact }: { icon: LucideIcon; name: string; facts: readonly ReactNode[]; limiting: string | null; last: boolean; compact: boolean }) {
  return (
    <li className={cn("relative flex min-w-0 flex-col", !compact && "max-md:border-b max-md:border-line max-md:pb-2 md:px-4 md:first:pl-0", !compact && !last && "md:border-r md:border-line")}>
      {!last && !compact && <ChevronRight aria-hidden className="absolute top-1 -right-2.5 hidden size-5 bg-bg text-muted md:block" />}
      <span className="flex items-center gap-1.5 text-xs text-muted">
        <Icon aria-hidden className={cn("size-3.5", limiting && "text-warn")} />
        {name}
        {limiting && <span className="rounded-sm bg-warn-chip px-1 font-medium text-warn">{limiting}</span>}
      </span>
      {facts.filter(Boolean).map((fact, index) => (
        <span key={index} className={cn("nums truncate", index === 0 ? (compact ? "text-sm font-medium" : "mt-0.5 text-base font-semibold") : "text-xs text-muted")}>
          {fact}
        </span>
      ))}
    </li>
  );
}
