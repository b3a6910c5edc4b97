"use client";
import type { ReactNode } from "react";
import { cn } from "../ui/class-names";
import { Tooltip } from "../ui/tooltip";

/** A figure that is rounded or told as an age, with the exact one behind it: on hover, on focus, and at a press for who has neither. Where both say the same it is plain text. */
export function Exact({ children, exact, className }: { children: ReactNode; exact: string; className?: string }) {
  if (children === exact) return <span className={className}>{children}</span>;
  return (
    <Tooltip content={exact} onPress>
      <button
        type="button"
        suppressHydrationWarning
        className={cn("nums min-h-6 cursor-help rounded-sm text-left text-inherit underline decoration-line-strong decoration-dotted underline-offset-3", className)}
      >
        {children}
      </button>
    </Tooltip>
  );
}
