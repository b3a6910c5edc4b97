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

/** A browser lets a page write only shortly after a press: what is still on its way is handed over as a promise where it takes one. */
async function writeLater(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === "undefined" || !navigator.clipboard?.write) return writeClipboard(await text);
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((known) => new Blob([known], { type: "text/plain" })) })]);
}

/** Copies `text` (or what it gives when pressed, at once or later). `label` says what is copied ("Copy task ID"); The success is announced. With `children` it is a worded button. */
export function CopyButton({ text, label, children, className }: { text: string | (() => string | Promise<string>); label: string; children?: string; className?: string }) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const [fetching, setFetching] = useState(false);
  const [failed, setFailed] = useState(false);
  const copy = async () => {
    const given = typeof text === "string" ? text : text();
    if (typeof given === "string") await writeClipboard(given);
    else {
      setFetching(true);
      setFailed(false);
      try {
        await writeLater(given);
      } catch {
        setFailed(true);
        announce(t("copyFailed"));
        return;
      } finally {
        setFetching(false);
      }
    }
    setCopied(true);
    announce(t("copied"));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setCopied(false), 2000);
  };
  const icon = copied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />;
  if (children) {
    return (
      <Button size="sm" pending={fetching} onClick={copy} aria-label={failed ? t("copyFailed") : label} icon={icon} className={className}>
        {failed ? t("copyFailed") : children}
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
