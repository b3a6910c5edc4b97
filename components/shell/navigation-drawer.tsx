"use client";
import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Logo } from "./logo";
import { Navigation } from "./navigation";

/** The rail's entries with their words, over the page: on a phone. */
export function NavigationDrawer({ onClose }: { onClose: () => void }) {
  const t = useTranslations("shell");
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade md:hidden" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-40 flex w-68 flex-col bg-surface shadow-dialog outline-hidden md:hidden">
          <div className="flex h-(--header-height) items-center gap-2.5 border-b border-line pr-2 pl-4">
            <Logo className="size-6" />
            <Dialog.Title className="flex-1 text-lg font-semibold tracking-tight">{t("product")}</Dialog.Title>
            <Dialog.Close aria-label={t("closeMenu")} className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover">
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </div>
          <nav aria-label={t("nav.label")} className="flex min-h-0 flex-1 flex-col">
            <Navigation wide onNavigate={onClose} />
          </nav>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
