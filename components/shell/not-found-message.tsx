"use client";
import { MapPinOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

export function NotFoundMessage() {
  const t = useTranslations("shell.notFound");
  return (
    <EmptyState
      icon={<MapPinOff />}
      title={<span role="heading" aria-level={1}>{t("title")}</span>}
      actions={
        <ButtonLink variant="primary" href="/sync">
          {t("action")}
        </ButtonLink>
      }
    >
      {t("body")}
    </EmptyState>
  );
}
