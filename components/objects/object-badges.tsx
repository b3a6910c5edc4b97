"use client";
import { useTranslations } from "use-intl";
import type { CatalogTable, ObjectBadge } from "@/lib/endpoints/view";
import { toneChip, type Tone } from "../ui/badge";
import { cn } from "../ui/class-names";

const tones: Record<ObjectBadge, Tone> = {
  "no-key": "warn",
  trigger: "info",
  "foreign-key": "idle",
  "not-transactional": "warn",
  "exists-in-destination": "warn",
  "not-readable": "bad",
};

/** What deserves a look before the precheck finds it. */
export function ObjectBadges({ table, exists }: { table: CatalogTable; exists: boolean }) {
  const t = useTranslations("objects.badges");
  return badgesOf(table, exists).map((badge) => (
    <span
      key={badge}
      title={t(`${badge}Help`)}
      className={cn("chip inline-flex h-5 shrink-0 items-center rounded-sm px-1.5 text-xs whitespace-nowrap", toneChip[tones[badge]])}
    >
      {badge === "not-transactional" ? table.engine : t(badge)}
    </span>
  ));
}

function badgesOf(table: CatalogTable, exists: boolean): readonly ObjectBadge[] {
  return exists ? [...table.badges, "exists-in-destination"] : table.badges;
}

/** Badges that make an object one to look at. */
export const needsAttention = (table: CatalogTable, exists: boolean): boolean => badgesOf(table, exists).some((badge) => badge !== "foreign-key");
