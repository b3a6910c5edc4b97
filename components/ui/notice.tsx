import { CircleCheck, Info, OctagonX, ShieldQuestion, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./badge";
import { toneChip } from "./badge";
import { cn } from "./class-names";

const icons = { ok: CircleCheck, info: Info, warn: TriangleAlert, bad: OctagonX, idle: Info, accepted: ShieldQuestion } as const;

/** A sentence that matters, in place. `role="alert"` only for answers to what the operator just did. */
export function Notice({
  tone,
  title,
  children,
  actions,
  role,
  className,
}: {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  role?: "alert" | "status";
  className?: string;
}) {
  const Icon = icons[tone];
  return (
    <div role={role} className={cn("flex items-start gap-2.5 rounded-lg max-sm:flex-wrap px-3 py-2.5 text-sm", toneChip[tone], className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-ink max-sm:min-w-[calc(100%-2rem)]">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {actions && <div className="flex max-w-full shrink-0 flex-wrap gap-2 max-sm:pl-6.5">{actions}</div>}
    </div>
  );
}
