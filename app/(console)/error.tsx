"use client";
import { OctagonX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function ConsoleError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations();
  return (
    <EmptyState
      icon={<OctagonX />}
      title={t("shell.error.title")}
      actions={
        <>
          <Button variant="primary" onClick={() => retry()}>
            {t("shell.error.retry")}
          </Button>
          <ButtonLink href="/sync">{t("shell.error.action")}</ButtonLink>
        </>
      }
    >
      <p>{t("shell.error.body")}</p>
      {error.digest && <p className="code mt-2">{t("common.loadFailed.request", { id: error.digest })}</p>}
    </EmptyState>
  );
}
