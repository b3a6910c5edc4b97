import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

/** A data table in a scroll box of its own that the keyboard reaches. `label` names both. */
export function Table({ label, className, children, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      data-scroll-x
      className={cn("overflow-x-auto rounded-lg border border-line bg-bg outline-offset-0", className)}
    >
      <table aria-label={label} className="w-full border-collapse text-sm" {...rest}>
        {children}
      </table>
    </div>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return <thead className="bg-surface text-xs text-muted">{children}</thead>;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("border-b border-line last:border-b-0 [tbody>&]:hover:bg-hover", className)} {...rest} />;
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return <th scope="col" className={cn("h-9 px-3 text-left font-medium whitespace-nowrap", className)} {...rest} />;
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cn("h-9 px-3 py-1.5 align-middle", className)} {...rest} />;
}

export type SortDirection = "asc" | "desc";

/** A column head that sorts. `direction` is null while another column sorts. */
export function SortTh({
  children,
  direction,
  onSort,
  className,
  align = "left",
}: {
  children: ReactNode;
  direction: SortDirection | null;
  onSort: () => void;
  className?: string;
  align?: "left" | "right";
}) {
  const Icon = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={direction === "asc" ? "ascending" : direction === "desc" ? "descending" : undefined}
      className={cn("h-9 px-1.5 font-medium whitespace-nowrap", align === "right" ? "text-right" : "text-left", className)}
    >
      <button
        type="button"
        onClick={onSort}
        className={cn("group inline-flex h-7 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-ink", direction && "text-ink")}
      >
        {align === "left" && children}
        <Icon aria-hidden className={cn("size-3", !direction && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60")} />
        {align === "right" && children}
      </button>
    </th>
  );
}
