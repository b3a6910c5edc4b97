"use client";
import { useQueryClient } from "@tanstack/react-query";
import { CircleHelp, Languages, LogOut, Monitor, Moon, Search, Settings, Sun, Clock, CircleUser } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { localeCookie, localeNames, locales, type Locale } from "@/lib/languages/locales";
import { themeCookie, themes, type Theme } from "../i18n/preferences";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuLink, MenuRadioGroup } from "../ui/menu";
import { Kbd } from "../ui/kbd";
import { openCommandMenu } from "./command-host";
import { ConnectionBadge } from "./connection-badge";
import { Logo } from "./logo";
import { signOut } from "./sign-out";

/** Product, environment, time zone, language, theme, help and account: the same place on every page (WCAG 3.2.6). */
export function Header({ userName, environment, menuButton }: { userName: string; environment: string | null; menuButton: ReactNode }) {
  const t = useTranslations("shell");
  return (
    <header className="sticky top-0 z-20 flex h-(--header-height) items-center gap-2 border-b border-line bg-bg px-2 md:px-4 lg:px-6">
      {menuButton}
      <Link href="/overview" aria-label={t("product")} className="rail-closed-only flex min-h-8 items-center gap-2 rounded-sm">
        <Logo className="size-5 md:hidden" />
        <span className="text-lg font-semibold tracking-tight max-sm:sr-only">{t("product")}</span>
      </Link>
      {environment && <Badge className="max-sm:hidden">{environment}</Badge>}
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        aria-label={t("search")}
        onClick={() => window.dispatchEvent(new Event(openCommandMenu))}
        className="ml-2 flex h-8 min-w-8 items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink lg:w-72 lg:border lg:border-input-line lg:bg-input"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 truncate text-left max-lg:sr-only">{t("search")}</span>
        <span aria-hidden className="max-lg:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <div className="ml-auto flex items-center gap-0.5">
        <ConnectionBadge />
        {/* On the narrowest screens zone and theme are found in the profile, behind the account menu. */}
        <span className="contents max-[22.5rem]:hidden">
          <TimeZoneMenu />
        </span>
        {locales.length > 1 && <LanguageMenu />}
        <span className="contents max-[22.5rem]:hidden">
          <ThemeMenu />
        </span>
        <Link href="/help" className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink">
          <CircleHelp aria-hidden className="size-4" />
          <span className="max-md:sr-only">{t("help")}</span>
        </Link>
        <UserMenu name={userName} />
      </div>
    </header>
  );
}

function offsetName(zone: string): string {
  return (
    new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts().find((part) => part.type === "timeZoneName")?.value ?? ""
  );
}

const commonZones = [
  "UTC",
  "Asia/Shanghai",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Asia/Kolkata",
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
];

function TimeZoneMenu() {
  const t = useTranslations("shell.timeZone");
  const { choice, zone, choose } = useTimeZoneChoice();
  const name = zone === "UTC" ? "UTC" : `${offsetName(zone)} · ${zone.replaceAll("_", " ")}`;
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("button", { zone: name })}
          className="h-8 px-2 font-normal text-muted hover:text-ink"
          icon={<Clock aria-hidden />}
        >
          <span className="nums max-md:sr-only">{name}</span>
        </Button>
      }
    >
      <MenuRadioGroup
        label={t("label")}
        value={choice}
        onValueChange={choose}
        options={[
          { value: "browser", label: t("browser") },
          { value: "region", label: t("region"), detail: t("regionDetail") },
          ...[...new Set([...commonZones, ...(choice === "browser" || choice === "region" ? [] : [choice])])].map((each) => ({
            value: each,
            label: each === "UTC" ? t("utc") : each.replaceAll("_", " "),
            detail: each === "UTC" ? undefined : offsetName(each),
          })),
        ]}
      />
    </Menu>
  );
}

function LanguageMenu() {
  const t = useTranslations("shell.language");
  const locale = useLocale();
  const router = useRouter();
  const client = useQueryClient();
  const choose = (next: Locale) => {
    setPreferenceCookie(localeCookie, next);
    document.documentElement.lang = next;
    router.refresh();
    // Answers hold sentences of the server, too.
    void client.invalidateQueries();
  };
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("button", { language: localeNames[locale] })}
          icon={<Languages aria-hidden />}
          className="text-muted hover:text-ink"
        />
      }
    >
      <MenuRadioGroup
        label={t("label")}
        value={locale}
        onValueChange={choose}
        options={locales.map((each) => ({ value: each, label: <span lang={each}>{localeNames[each]}</span> }))}
      />
    </Menu>
  );
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

function ThemeMenu() {
  const t = useTranslations("shell.theme");
  const [theme, setTheme] = useState<Theme>("system");
  // The document knows what the server drew; the menu only reads it, so that it needs no provider of its own.
  useEffect(() => setTheme((document.documentElement.dataset.theme as Theme | undefined) ?? "system"), []);
  const choose = (next: Theme) => {
    setPreferenceCookie(themeCookie, next);
    document.documentElement.dataset.theme = next;
    window.dispatchEvent(new Event("tributary:theme"));
    setTheme(next);
  };
  const Icon = themeIcons[theme];
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("button", { theme: t(theme) })} icon={<Icon aria-hidden />} className="text-muted hover:text-ink" />
      }
    >
      <MenuRadioGroup label={t("label")} value={theme} onValueChange={choose} options={themes.map((each) => ({ value: each, label: t(each) }))} />
    </Menu>
  );
}

function UserMenu({ name }: { name: string }) {
  const t = useTranslations("shell.user");
  const tNav = useTranslations("shell");
  const [leaving, setLeaving] = useState(false);
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("button", { name })}
          pending={leaving}
          className="h-8 px-2 font-normal"
          icon={<CircleUser aria-hidden />}
        >
          <span className="max-w-32 truncate max-md:sr-only">{name}</span>
        </Button>
      }
    >
      <p className="px-2 py-1 text-xs text-muted">{t("signedInAs", { name })}</p>
      <MenuLink icon={<Settings />} href="/settings/profile">
        {tNav("nav.settings")}
      </MenuLink>
      <MenuItem
        icon={<LogOut />}
        onClick={() => {
          setLeaving(true);
          void signOut();
        }}
      >
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
