"use client";
import { useTranslations } from "use-intl";
import type { RegionView } from "@/lib/resources/view";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { ButtonLink } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { regionCookie } from "./region-cookie";

const all = "*";

/** "Select the region where the destination instance resides." The choice is remembered; a link with `?region=` wins. */
export function RegionSelect({
  regions,
  value,
  onValueChange,
}: {
  regions: readonly RegionView[];
  value: string | null;
  onValueChange: (region: string | null) => void;
}) {
  const t = useTranslations("tasks.region");
  if (regions.length === 0) return <ButtonLink href="/resources/regions?new=1">{t("setUp")}</ButtonLink>;
  const options = [
    { value: all, label: t("all"), detail: t("allDetail") },
    ...regions.map((region) => ({
      value: region.id,
      label: region.name,
      detail: (
        <>
          {t("optionDetail", { id: region.id, count: region.taskCount })}
          {region.attentionCount > 0 && (
            <span className="text-bad">
              {" · "}
              <span aria-hidden>● </span>
              {t("attention")}
            </span>
          )}
        </>
      ),
    })),
  ];
  return (
    <Combobox
      label={t("label")}
      className="w-56"
      options={options}
      value={value ?? all}
      emptyText="—"
      onValueChange={(next) => {
        const region = next === null || next === all ? null : next;
        setPreferenceCookie(regionCookie, region ?? "");
        onValueChange(region);
      }}
    />
  );
}
