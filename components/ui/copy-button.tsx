"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { cn } from "./class-names";
import { announce } from "./live-region";

async function writeClipboard(text: string): Promise<void> {
  // The clipboard API exists only in secure contexts; a console on a plain http address still has to copy.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Copies `text` (or what it gives when pressed). `label` says what is copied ("Copy task ID"); The success is announced. With `children` it is a worded button. */
export function CopyButton({ text, label, children, className }: { text: string | (() => string); label: string; children?: string; className?: string }) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const copy = async () => {
    await writeClipboard(typeof text === "string" ? text : text());
    setCopied(true);
    announce(t("copied"));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setCopied(false), 2000);
  };
  const icon = copied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />;
  if (children) {
    return (
      <Button size="sm" onClick={copy} aria-label={label} icon={icon} className={className}>
        {children}
      </Button>
    );
  }
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={label}
      title={label}
      className={cn("inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink [&_svg]:size-3.5", className)}
    >
      {icon}
    </button>
  );
}
