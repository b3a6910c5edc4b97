"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { PageHeader } from "../shell/page-header";
import { usePerson } from "../shell/person";
import { LinkTabs } from "../ui/tabs";

/** Title and tabs of the settings; the page below. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const pathname = usePathname();
  const { mayAdminister } = usePerson();
  const tabs = (["profile", "access", "defaults", "system"] as const).filter((tab) => tab !== "access" || mayAdminister);
  return (
    <>
      <PageHeader title={t("title")} />
      <LinkTabs label={t("tabs.label")} current={pathname} tabs={tabs.map((tab) => ({ href: `/settings/${tab}`, label: t(`tabs.${tab}`) }))} />
      <div className="max-w-5xl pt-5">{children}</div>
    </>
  );
}
