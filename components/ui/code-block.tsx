"use client";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "./badge";
import { cn } from "./class-names";
import { CopyButton } from "./copy-button";

/** Commands, SQL, raw messages: scrolls by itself, copies in one click, says when `<placeholders>` must be filled in first. */
export function CodeBlock({
  code,
  label,
  language,
  className,
  maxHeight = "16rem",
}: {
  code: string;
  label: string;
  language?: string;
  className?: string;
  maxHeight?: string;
}) {
  const t = useTranslations("common");
  const hasPlaceholders = /<[a-z][a-z0-9 _-]*>/i.test(code);
  return (
    <div className={cn("overflow-hidden rounded-md border border-line bg-surface", className)}>
      <div className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1 pl-3">
        <span className="flex items-center gap-2 text-xs text-muted">
          {language ?? label}
          {hasPlaceholders && (
            <Badge tone="warn" icon={<TriangleAlert aria-hidden />}>
              {t("containsPlaceholders")}
            </Badge>
          )}
        </span>
        <CopyButton text={code} label={t("copyNamed", { what: label })}>
          {t("copy")}
        </CopyButton>
      </div>
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        style={{ maxHeight }}
        className="overflow-auto px-3 py-2 font-mono text-xs leading-5 outline-offset-[-2px]"
      >
        <code>{code}</code>
      </pre>
    </div>
  );
}
