"use client";
import { Minus, Plus, RefreshCw, SlidersHorizontal, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../formatting/use-format";
import { type Tone, toneChip, toneText } from "../ui/badge";
import { cn } from "../ui/class-names";
import { type DiffEntry, type DiffKind, total } from "./estimate";

const looks: Record<DiffKind, { tone: Tone; icon: LucideIcon }> = {
  added: { tone: "ok", icon: Plus },
  removed: { tone: "bad", icon: Minus },
  changed: { tone: "warn", icon: RefreshCw },
  kinds: { tone: "info", icon: SlidersHorizontal },
};
const kinds = ["added", "removed", "changed", "kinds"] as const;

/** Added, removed, copied anew: sign, word and colour, each with its consequence. `copies`: whether the task copies what is there already. */
export function DiffList({ entries, copies }: { entries: Record<DiffKind, readonly DiffEntry[]>; copies: boolean }) {
  const t = useTranslations("modification.diff");
  const format = useFormat();
  const shown = kinds.filter((kind) => entries[kind].length > 0);
  if (shown.length === 0) return <p className="text-sm text-muted">{t("nothing")}</p>;
  const size = ({ size }: DiffEntry) => (size === null ? null : t("size", { rows: format.count(size.rows), bytes: format.bytes(size.bytes) }));
  return (
    <div className="grid gap-3 md:grid-cols-3">
      {shown.map((kind) => {
        const { tone, icon: Icon } = looks[kind];
        const sum = total(entries[kind]);
        const copied = kind !== "removed" && kind !== "kinds" && copies;
        return (
          <section key={kind} aria-label={t(`${kind}.label`)} className="flex min-w-0 flex-col rounded-lg border border-line">
            <header className={cn("rounded-t-lg px-3 py-2 text-sm", toneChip[tone])}>
              <h3 className="nums flex items-center gap-1.5 font-semibold">
                <Icon aria-hidden className="size-4 shrink-0" />
                {t(`${kind}.title`, { count: kind === "kinds" ? entries.kinds.length : sum.tables })}
              </h3>
              <p className="nums text-ink">
                {kind === "added" && !copies ? t("added.noCopy") : t(`${kind}.effect`)}
                {copied && ` ${t("copied", { rows: format.count(sum.rows), bytes: format.bytes(sum.bytes) })}`}
              </p>
            </header>
            <ul tabIndex={0} aria-label={t(`${kind}.label`)} className="max-h-48 overflow-y-auto py-1 text-sm outline-offset-[-2px]">
              {entries[kind].map((entry) => (
                <li key={JSON.stringify([entry.database, entry.table])} className="flex items-baseline gap-2 px-3 py-0.5">
                  <Icon aria-hidden className={cn("size-3 shrink-0 self-center", toneText[tone])} />
                  <span className="min-w-0 flex-1 break-all">
                    {entry.table !== "" ? (
                      <span className="code">
                        {entry.database}.{entry.table}
                      </span>
                    ) : (
                      t.rich(entry.whole ? "wholeDatabase" : "rest", { name: () => <span className="code">{entry.database}</span>, known: entry.size === null ? "no" : "yes", count: entry.size?.tables ?? 0 })
                    )}
                  </span>
                  {copied && <span className="nums shrink-0 text-xs text-muted">{size(entry)}</span>}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
