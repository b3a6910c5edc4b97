import { cn } from "./class-names";

/** A grey stand-in in the final shape. Wrap a group of them in an element with `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden data-skeleton className={cn("block animate-breathe rounded-sm bg-idle-chip", className)} />;
}
