"use client";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import type { TaskCommand } from "./command-menu";
import { useShortcuts } from "./use-shortcuts";

// Most pages are read without them.
const loadMenu = () => import("./command-menu");
const CommandMenu = dynamic(() => loadMenu().then((module) => module.CommandMenu), { ssr: false });
const RunCommand = dynamic(() => import("./run-command").then((module) => module.RunCommand), { ssr: false });
const ShortcutsDialog = dynamic(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog), { ssr: false });

export const openCommandMenu = "tributary:command-menu";

/** Keys that work on every page, the command menu, and the list of keys. */
export function CommandHost({ onToggleRail, alerts }: { onToggleRail: () => void; alerts: boolean }) {
  const router = useRouter();
  const client = useQueryClient();
  const bind = useShortcuts();
  const [open, setOpen] = useState<"menu" | "keys" | null>(null);
  const [command, setCommand] = useState<TaskCommand | null>(null);
  // Fetched once nothing else is to do: what is typed right behind the shortcut must find it there.
  useEffect(() => {
    const timer = window.setTimeout(() => void loadMenu(), 1_500);
    return () => window.clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((last) => (last === "menu" ? null : "menu"));
    };
    const onAsk = () => setOpen("menu");
    window.addEventListener("keydown", onKey);
    window.addEventListener(openCommandMenu, onAsk);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(openCommandMenu, onAsk);
    };
  }, []);
  useEffect(() =>
    bind({
      "/": () => document.querySelector<HTMLElement>("[data-search]")?.focus(),
      "g s": () => router.push("/sync"),
      "g o": () => router.push("/overview"),
      ...(alerts ? { "g a": () => router.push("/alerts") } : {}),
      r: () => void client.invalidateQueries({ refetchType: "active" }),
      "[": onToggleRail,
      "?": () => setOpen("keys"),
    }, "everywhere"),
  );
  const close = useCallback(() => setOpen(null), []);
  const keys = useCallback(() => setOpen("keys"), []);
  return (
    <>
      {open === "menu" && <CommandMenu onClose={close} onTask={setCommand} onShortcuts={keys} />}
      {open === "keys" && <ShortcutsDialog onClose={close} alerts={alerts} />}
      {command && <RunCommand key={`${command.kind}-${command.task.id}`} task={command.task} kind={command.kind} onDone={() => setCommand(null)} />}
    </>
  );
}
