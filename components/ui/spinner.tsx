import { LoaderCircle } from "lucide-react";
import { cn } from "./class-names";

/** Decorative: the text beside it says what is going on. Stands still where reduced motion is asked for. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />;
}
