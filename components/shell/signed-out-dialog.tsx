"use client";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { AlertDialog } from "../ui/dialog";

const ended = "tributary:session-ended";

/** A poll was answered with "nobody is signed in". */
export function sessionEnded(): void {
  window.dispatchEvent(new Event(ended));
}

/** Says that the session is over and leads to the sign-in and back to this very page, instead of letting the figures go stale. */
export function SignedOutDialog() {
  const t = useTranslations("shell.signedOut");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    window.addEventListener(ended, show);
    return () => window.removeEventListener(ended, show);
  }, []);
  const signIn = () => window.location.assign(`/login?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      title={t("title")}
      description={t("body")}
      footer={
        <Button variant="primary" onClick={signIn}>
          {t("action")}
        </Button>
      }
    />
  );
}
