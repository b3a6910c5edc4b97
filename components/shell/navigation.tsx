"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRightLeft, Bell, CircleHelp, Database, Cpu, Gauge, LayoutDashboard, MapPin, Network, ScrollText, Server, Settings } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { answerOf, polled } from "@/lib/live/queries";
import { cn } from "../ui/class-names";
import { Tooltip } from "../ui/tooltip";

const groups = [
  {
    key: "work",
    items: [
      { href: "/overview", icon: LayoutDashboard, label: "overview" },
      { href: "/sync", icon: ArrowRightLeft, label: "sync" },
      { href: "/alerts", icon: Bell, label: "alerts" },
      { href: "/operation-logs", icon: ScrollText, label: "logs" },
      { href: "/usage", icon: Gauge, label: "usage" },
    ],
  },
  {
    key: "resources",
    items: [
      { href: "/resources/regions", icon: MapPin, label: "regions" },
      { href: "/resources/hosts", icon: Server, label: "hosts" },
      { href: "/resources/polardb", icon: Database, label: "polardb" },
      { href: "/resources/workers", icon: Cpu, label: "workers" },
      { href: "/resources/network", icon: Network, label: "network" },
    ],
  },
  { key: "help", items: [
      { href: "/settings", icon: Settings, label: "settings" },
      { href: "/help", icon: CircleHelp, label: "help" },
    ] },
] as const;

/** The same and what lies below them, for the command menu. */
export const navigationPlaces = [
  { href: "/overview", label: "shell.nav.overview", words: "overview" },
  { href: "/sync", label: "shell.nav.sync", words: "sync" },
  { href: "/operation-logs", label: "shell.nav.logs", words: "logs" },
  { href: "/usage", label: "shell.nav.usage" },
  { href: "/resources/regions", label: "shell.nav.regions", words: "regions" },
  { href: "/resources/hosts", label: "shell.nav.hosts", words: "hosts" },
  { href: "/resources/polardb", label: "shell.nav.polardb", words: "polardb" },
  { href: "/resources/workers", label: "shell.nav.workers", words: "workers" },
  { href: "/resources/network", label: "shell.nav.network", words: "network" },
  { href: "/settings/profile", label: "settings.tabs.profile", words: "profile" },
  { href: "/settings/access", label: "settings.tabs.access", words: "access", admin: true },
  { href: "/settings/defaults", label: "settings.tabs.defaults", words: "defaults" },
  { href: "/settings/system", label: "settings.tabs.system", words: "system" },
  { href: "/help", label: "shell.nav.help", words: "help" },
] as const satisfies readonly { href: string; label: string; words?: string; admin?: boolean }[];

/** There is a page of alerts: `g a` leads there. */
export const hasAlerts = groups.some((group) => group.items.some((item) => (item.href as string) === "/alerts"));

/** The entries of the rail. `wide`: always with words (the phone's drawer); otherwise the rail's width decides. */
export function Navigation({ wide = false, onNavigate }: { wide?: boolean; onNavigate?: () => void }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const { data } = useQuery({ queryKey: ["alerts", "count"], ...answerOf<{ active: number }>("/api/alerts/count"), refetchInterval: polled(10_000) });
  const active = data?.active ?? 0;
  const text = wide ? "" : "rail-label";
  return (
    <div className="flex flex-1 flex-col overflow-y-auto px-2 py-3">
      {groups.map((group) => (
        <div key={group.key} className={cn(group.key === "help" && "mt-auto")}>
          {group.key === "resources" && (
            <p className="mt-4 mb-1 flex h-6 items-center px-2.5 text-xs text-muted">
              {wide ? t("nav.resources") : <span className="rail-label">{t("nav.resources")}</span>}
              {!wide && <span aria-hidden className="h-px flex-1 bg-line rail-closed-only" />}
            </p>
          )}
          <ul className="flex flex-col gap-0.5">
            {group.items.map(({ href, icon: Icon, label }) => {
              const current = pathname === href || pathname.startsWith(`${href}/`);
              const link = (
                <Link
                  href={href}
                  onClick={onNavigate}
                  aria-current={current ? "page" : undefined}
                  className={cn(
                    "relative flex h-9 items-center gap-2.5 rounded-md px-2.5 text-base text-muted hover:bg-hover hover:text-ink",
                    current && "bg-selected font-medium text-ink hover:bg-selected [&_svg]:text-primary",
                  )}
                >
                  <Icon aria-hidden className="size-4 shrink-0" />
                  <span className={cn("truncate", text)}>{t(`nav.${label}`)}</span>
                  {label === "alerts" && active > 0 && (
                    <span className={cn("nums rounded-full bg-bad-chip px-1.5 text-xs font-medium text-bad", wide ? "ml-auto" : "rail-badge")}>
                      <span aria-hidden>{active}</span>
                      <span className="sr-only">{t("nav.activeAlerts", { count: active })}</span>
                    </span>
                  )}
                  {!wide && <span className="rail-closed-only sr-only">{t(`nav.${label}`)}</span>}
                </Link>
              );
              return (
                <li key={href}>
                  {wide ? (
                    link
                  ) : (
                    <Tooltip side="right" content={t(`nav.${label}`)}>
                      {link}
                    </Tooltip>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </div>
  );
}
