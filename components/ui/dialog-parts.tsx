"use client";
import { AlertDialog as BaseAlert } from "@base-ui/react/alert-dialog";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "./class-names";
import type { PanelProps } from "./dialog";

const backdropClass = "fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";
const centreClass =
  "fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line-strong bg-raised text-ink shadow-dialog outline-hidden " +
  "transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0";

function Head({ title, description }: Pick<PanelProps, "title" | "description">) {
  return (
    <header className="px-5 pt-4 pr-14 pb-3">
      <div className="min-w-0">
        <Base.Title className="text-lg font-semibold">{title}</Base.Title>
        {description && <Base.Description className="mt-0.5 text-sm text-muted">{description}</Base.Description>}
      </div>
    </header>
  );
}

/** Last in the document, top right on the screen: the focus of an opening dialog belongs to its first field. */
function CloseButton() {
  const t = useTranslations("common");
  return (
    <Base.Close
      aria-label={t("close")}
      className="absolute top-3 right-3 flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
    >
      <X aria-hidden className="size-4" />
    </Base.Close>
  );
}

/** A dialog in the middle of the page. */
export function Dialog({ open, onOpenChange, title, description, footer, className, children, initialFocus }: PanelProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup initialFocus={initialFocus} className={cn(centreClass, "max-w-130", className)}>
          <Head title={title} description={description} />
          <div className="min-h-0 overflow-y-auto px-5 pb-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
          <CloseButton />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A panel at the right edge, the full screen on a phone: for forms beside what they are about. */
export function Drawer({ open, onOpenChange, title, description, footer, className, children, initialFocus }: PanelProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          initialFocus={initialFocus}
          className={cn(
            "fixed inset-y-0 right-0 z-40 flex w-full max-w-140 flex-col border-l border-line-strong bg-raised text-ink shadow-dialog outline-hidden transition-transform duration-200 data-ending-style:translate-x-full data-starting-style:translate-x-full",
            className,
          )}
        >
          <Head title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
          <CloseButton />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A question that must be answered: a click outside does not close it, and focus begins at `initialFocus` (the safe answer). */
export function AlertDialog({ open, onOpenChange, title, description, footer, className, children, initialFocus }: PanelProps) {
  return (
    <BaseAlert.Root open={open} onOpenChange={onOpenChange}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={backdropClass} />
        <BaseAlert.Popup initialFocus={initialFocus} className={cn(centreClass, "max-w-130", className)}>
          <header className="px-5 pt-4 pb-2">
            <BaseAlert.Title className="text-lg font-semibold">{title}</BaseAlert.Title>
            {description && <BaseAlert.Description className="mt-1 text-base text-muted">{description}</BaseAlert.Description>}
          </header>
          <div className="min-h-0 overflow-y-auto px-5 pb-4">{children}</div>
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}
