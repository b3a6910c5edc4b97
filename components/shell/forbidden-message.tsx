"use client";
import { ShieldX } from "lucide-react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { usePerson } from "./person";

/** A page that this person may not open. */
export function ForbiddenMessage() {
  const t = useTranslations("shell");
  const { role } = usePerson();
  return (
    <EmptyState
      icon={<ShieldX />}
      title={t("forbidden.title")}
      actions={
        <ButtonLink variant="primary" href="/sync">
          {t("forbidden.action")}
        </ButtonLink>
      }
    >
      {t("forbidden.body", { role: t(`roles.${role}`) })}
    </EmptyState>
  );
}
