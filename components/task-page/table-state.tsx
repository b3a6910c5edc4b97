"use client";
import { ArrowDownToLine, ArrowRightLeft, Ban, Check, Circle, FilePlus2, OctagonX, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import type { TableState } from "@/lib/engine/plan";
import { StateBadge, type StateLook } from "../ui/state-badge";

const looks: Record<TableState, StateLook> = {
  waiting: { tone: "idle", icon: Circle },
  creating: { tone: "info", icon: FilePlus2 },
  copying: { tone: "info", icon: ArrowDownToLine },
  copied: { tone: "info", icon: Check },
  catching_up: { tone: "info", icon: RefreshCw },
  live: { tone: "ok", icon: ArrowRightLeft },
  stopped: { tone: "bad", icon: OctagonX },
  excluded: { tone: "idle", icon: Ban },
};

/** What a table is doing. With old data, or while the task stands still, nothing is green. */
export function TableStateBadge({ state, still = false }: { state: TableState; still?: boolean }) {
  const t = useTranslations("taskPage.progress.state");
  return (
    <StateBadge look={looks[state]} still={still}>
      {t(state)}
    </StateBadge>
  );
}
