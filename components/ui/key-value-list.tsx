import type { ReactNode } from "react";
import { cn } from "./class-names";

/** Names and values, aligned; one column on a phone. */
export function KeyValueList({ items, className }: { items: readonly { key: string; label: ReactNode; value: ReactNode }[]; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-1 gap-x-6 text-sm sm:grid-cols-[minmax(8rem,16rem)_minmax(0,1fr)]", className)}>
      {items.map((item) => (
        <div key={item.key} className="contents">
          <dt className="pt-1 text-muted">{item.label}</dt>
          <dd className="min-w-0 pb-1 break-words sm:pt-1">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
