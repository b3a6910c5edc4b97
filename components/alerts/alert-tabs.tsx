"use client";
import { useTranslations } from "use-intl";
import { PageHeader } from "../shell/page-header";
import { LinkTabs } from "../ui/tabs";

const tabs = { alerts: "/alerts", rules: "/alerts/rules", channels: "/alerts/channels" } as const;

/** Title of the three pages about all tasks' alerts. */
export function AlertTabs({ current }: { current: keyof typeof tabs }) {
  const t = useTranslations("alerts");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <LinkTabs label={t("title")} className="mb-4" current={tabs[current]} tabs={(Object.keys(tabs) as (keyof typeof tabs)[]).map((tab) => ({ href: tabs[tab], label: t(`tabs.${tab}`) }))} />
    </>
  );
}
