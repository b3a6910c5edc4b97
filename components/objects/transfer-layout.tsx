"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Tabs } from "../ui/tabs";
import { useMedia } from "../ui/use-media";

export type TransferTab = "available" | "selected";

const panel = "flex h-[min(32rem,70dvh)] min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-bg";

/** Both trees beside each other with the buttons between them; on a narrow screen one at a time, each with its own buttons. */
export function TransferLayout({
  tab,
  onTab,
  available,
  selected,
  buttons,
  databases,
  counts,
}: {
  tab: TransferTab;
  onTab: (tab: TransferTab) => void;
  available: ReactNode;
  selected: ReactNode;
  buttons: Readonly<Record<"add" | "remove" | "addAll" | "removeAll", ReactNode>>;
  /** Listed on the left. */
  databases: number;
  /** Of what is chosen. */
  counts: { readonly databases: number; readonly tables: number; readonly whole: number };
}) {
  const t = useTranslations("objects");
  const wide = useMedia("(width >= 64rem)");
  return wide === false ? (
    <Tabs
      label={t("title")}
      value={tab}
      onValueChange={onTab}
      tabs={[
        {
          value: "available",
          label: t("available"),
          content: (
            <>
              <div className={panel}>{available}</div>
              <div className="mt-2 flex gap-2">
                {buttons.add}
                {buttons.addAll}
              </div>
            </>
          ),
        },
        {
          value: "selected",
          label: (
            <>
              {t("selected")} <span className="nums rounded-sm bg-idle-chip px-1.5 text-xs text-idle">{counts.tables + counts.whole}</span>
            </>
          ),
          content: (
            <>
              <div className={panel}>{selected}</div>
              <div className="mt-2 flex gap-2">
                {buttons.remove}
                {buttons.removeAll}
              </div>
            </>
          ),
        },
      ]}
    />
  ) : (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(7.5rem,max-content)_minmax(0,1fr)] gap-3 max-lg:hidden">
      <div className={panel}>
        <PanelHead title={t("available")} count={t("databases", { count: databases })} />
        {available}
      </div>
      <div className="flex flex-col justify-center gap-2 [&>*]:w-full">
        {buttons.add}
        {buttons.remove}
        {buttons.addAll}
        {buttons.removeAll}
      </div>
      <div className={panel}>
        <PanelHead title={t("selected")} count={t("selectedCount", { databases: counts.databases, tables: counts.tables, whole: counts.whole })} />
        {selected}
      </div>
    </div>
  );
}

function PanelHead({ title, count }: { title: string; count: string }) {
  return (
    <header className="flex items-baseline justify-between gap-3 border-b border-line bg-surface px-3 py-2">
      <h2 className="text-base font-semibold">{title}</h2>
      <span className="nums truncate text-xs text-muted">{count}</span>
    </header>
  );
}
