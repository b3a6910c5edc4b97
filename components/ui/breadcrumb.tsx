import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** The way back up; the last item is this page. One line: long names are cut, the heading below has them whole. */
export function Breadcrumb({ label, items }: { label: string; items: readonly { href?: string; label: ReactNode }[] }) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ol className="flex items-center gap-1 text-sm text-muted">
        {items.map((item, index) => (
          <li key={index} className="flex min-w-0 items-center gap-1 first:shrink-0">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
            {item.href ? (
              <Link href={item.href} className="min-w-0 truncate rounded-sm leading-6 hover:text-ink hover:underline">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page" className="min-w-0 truncate leading-6">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
