"use client";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";

export function RemoveDialog({
  title,
  body,
  pending,
  onClose,
  onConfirm,
}: {
  title: string;
  body: string;
  pending: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const t = useTranslations();
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      initialFocus={cancel}
      title={title}
      description={body}
      footer={
        <>
          <Button ref={cancel} onClick={onClose} disabled={pending}>
            {t("common.cancel")}
          </Button>
          <Button variant="danger" pending={pending} onClick={onConfirm}>
            {t("resources.removeConfirm")}
          </Button>
        </>
      }
    />
  );
}
