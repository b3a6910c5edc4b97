"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { CircleCheck, Info, OctagonX, TriangleAlert, X } from "lucide-react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./class-names";
import type { ToastMessage, ToastTone } from "./toast";

const icons = { ok: CircleCheck, info: Info, warn: TriangleAlert, bad: OctagonX } as const;
const tones = { ok: "text-ok", info: "text-info", warn: "text-warn", bad: "text-bad" } as const;

const manager = Base.createToastManager<{ tone: ToastTone }>();

function show({ tone, title, description, action }: ToastMessage): void {
  manager.add({
    title,
    description,
    data: { tone },
    priority: tone === "bad" ? "high" : "low",
    timeout: tone === "bad" ? 0 : 6000,
    ...(action && { actionProps: { children: action.label, onClick: action.onClick } }),
  });
}

function List() {
  const t = useTranslations("common");
  const { toasts } = Base.useToastManager<{ tone: ToastTone }>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? "info";
    const Icon = icons[tone];
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="pointer-events-auto w-full rounded-lg border border-line-strong bg-raised text-ink shadow-popup transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
      >
        <Base.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3">
          <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tones[tone])} />
          <div className="min-w-0 flex-1">
            <Base.Title className="text-base font-medium" />
            <Base.Description className="text-sm text-muted" />
            {toast.actionProps && (
              <Base.Action className="mt-1 inline-flex h-6 items-center text-sm font-medium text-primary underline-offset-2 hover:underline" />
            )}
          </div>
          {/* The library hides it from assistive technology until the stack is opened, but leaves it in the tab order. */}
          <Base.Close aria-hidden={false} aria-label={t("close")} className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink">
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    );
  });
}

/** The stack. `takeOver` hands over what was said before it was there, and says what comes from now on. */
export function Toasts({ takeOver }: { takeOver: (show: (message: ToastMessage) => void) => void }) {
  // After the provider inside has begun to listen: effects run from the inside out.
  useEffect(() => takeOver(show), [takeOver]);
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        {/* Above the buttons at the foot of a form. */}
        <Base.Viewport className="pointer-events-none fixed right-4 bottom-18 z-50 flex w-[calc(100vw-2rem)] max-w-96 flex-col-reverse gap-2 outline-hidden">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
