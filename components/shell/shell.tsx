"use client";
import { Menu as MenuIcon, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { BrowserAlerts } from "../alerts/browser-notice";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { railCookie, type RailMode } from "../i18n/preferences";
import { LiveUpdatesHost } from "../live/live-updates-host";
import { IconButton } from "../ui/icon-button";
import { LiveRegion } from "../ui/live-region";
import { CommandHost } from "./command-host";
import { Header } from "./header";
import { Logo } from "./logo";
import { hasAlerts, Navigation } from "./navigation";
import { SessionExpiry } from "./session-expiry";

// A phone's, and not before somebody opens it.
const NavigationDrawer = dynamic(() => import("./navigation-drawer").then((module) => module.NavigationDrawer), { ssr: false });

/** Rail, header and content: what stays in place while pages change. */
export function Shell({ rail, userName, environment, children }: { rail: RailMode; userName: string; environment: string | null; children: ReactNode }) {
  const t = useTranslations("shell");
  const [mode, setMode] = useState(rail);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const toggle = () => {
    // "auto" follows the width of the window; the first press turns what is seen into the opposite.
    const open = mode === "open" || (mode === "auto" && window.matchMedia("(width >= 90rem)").matches);
    const next: RailMode = open ? "closed" : "open";
    setMode(next);
    setPreferenceCookie(railCookie, next);
  };
  return (
    <div data-rail={mode} className="min-h-dvh">
      <a href="#content" className="skip-link rounded-md bg-primary px-3 py-2 text-base font-medium text-on-primary">
        {t("skip")}
      </a>
      <nav aria-label={t("nav.label")} className="fixed inset-y-0 left-0 z-30 hidden w-(--rail-width) flex-col border-r border-line bg-surface md:flex">
        <Link
          href="/overview"
          aria-label={t("product")}
          className="flex h-(--header-height) shrink-0 items-center gap-2.5 border-b border-line px-4 outline-offset-[-2px]"
        >
          <Logo className="size-6 shrink-0" />
          <span className="rail-label text-lg font-semibold tracking-tight">{t("product")}</span>
        </Link>
        <Navigation />
        <BrowserAlerts />
        <div className="border-t border-line p-2">
          <IconButton
            size="icon"
            side="right"
            aria-keyshortcuts="["
            label={mode === "open" ? t("collapse") : mode === "closed" ? t("expand") : t("nav.label")}
            icon={mode === "open" ? <PanelLeftClose aria-hidden /> : <PanelLeftOpen aria-hidden />}
            onClick={toggle}
            className="ml-1"
          />
        </div>
      </nav>
      <div className="flex min-h-dvh min-w-0 flex-col md:pl-(--rail-width)">
        <Header
          userName={userName}
          environment={environment}
          menuButton={
            <IconButton
              className="md:hidden"
              size="icon"
              side="bottom"
              label={t("openMenu")}
              icon={<MenuIcon aria-hidden />}
              onClick={() => setDrawerOpen(true)}
            />
          }
        />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-400 flex-1 px-4 py-5 outline-hidden lg:px-6">
          {children}
        </main>
      </div>
      {drawerOpen && <NavigationDrawer onClose={() => setDrawerOpen(false)} />}
      <LiveRegion />
      <CommandHost onToggleRail={toggle} alerts={hasAlerts} />
      <SessionExpiry />
      <LiveUpdatesHost />
    </div>
  );
}
