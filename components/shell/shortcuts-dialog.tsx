"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { Notice } from "../ui/notice";
import { usePerson } from "./person";

const everywhere = [
  { keys: ["Ctrl K", "⌘ K"], name: "menu" },
  { keys: ["/"], name: "search" },
  { keys: ["g", "s"], name: "tasks" },
  { keys: ["g", "a"], name: "alerts" },
  { keys: ["g", "o"], name: "overview" },
  { keys: ["r"], name: "refresh" },
  { keys: ["["], name: "rail" },
  { keys: ["?"], name: "help" },
] as const;
const list = [
  { keys: ["j"], name: "next" },
  { keys: ["k"], name: "previous" },
  { keys: ["x"], name: "select" },
  { keys: ["Enter"], name: "open" },
  { keys: ["e"], name: "expand" },
  { keys: ["."], name: "rowMenu" },
] as const;
const wizard = [
  { keys: ["Alt ←"], name: "stepBack" },
  { keys: ["Alt →"], name: "stepOn" },
] as const;
const trees = [
  { keys: ["F2"], name: "editObject" },
  { keys: ["Del"], name: "removeObject" },
  { keys: ["Shift F10"], name: "objectMenu" },
] as const;
const precheck = [{ keys: ["r"], name: "runCheck" }] as const;

/** What the keys do. */
export function ShortcutsDialog({ onClose, alerts }: { onClose: () => void; alerts: boolean }) {
  const t = useTranslations("command.keys");
  const { shortcuts } = usePerson();
  const rows = (entries: readonly { keys: readonly string[]; name: (typeof everywhere | typeof list | typeof wizard | typeof trees | typeof precheck)[number]["name"] }[]) => (
    <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1.5 text-sm">
      {entries.map(({ keys, name }) => (
        <div key={name} className="contents">
          <dt>{t(name)}</dt>
          <dd className="flex items-center gap-1">
            {keys.map((key, index) => (
              <span key={key} className="flex items-center gap-1">
                {index > 0 && <span className="text-xs text-muted">{name === "menu" ? "/" : t("then")}</span>}
                <Kbd>{key}</Kbd>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Dialog open onOpenChange={onClose} title={t("title")}>
      {!shortcuts && (
        <Notice tone="idle" className="mb-4">
          {t("off")}
        </Notice>
      )}
      <div className="flex flex-col gap-5">
        <section aria-label={t("anywhere")}>
          <p className="mb-2 text-xs font-medium text-muted">{t("anywhere")}</p>
          {rows(everywhere.filter(({ name }) => alerts || name !== "alerts"))}
        </section>
        <section aria-label={t("list")}>
          <p className="mb-2 text-xs font-medium text-muted">{t("list")}</p>
          {rows(list)}
        </section>
        <section aria-label={t("wizard")}>
          <p className="mb-2 text-xs font-medium text-muted">{t("wizard")}</p>
          {rows(wizard)}
        </section>
        <section aria-label={t("trees")}>
          <p className="mb-2 text-xs font-medium text-muted">{t("trees")}</p>
          {rows(trees)}
        </section>
        <section aria-label={t("precheck")}>
          <p className="mb-2 text-xs font-medium text-muted">{t("precheck")}</p>
          {rows(precheck)}
        </section>
        <Link href="/settings/profile" className="link inline-flex min-h-6 w-fit items-center text-sm" onClick={onClose}>
          {t("settings")}
        </Link>
      </div>
    </Dialog>
  );
}
