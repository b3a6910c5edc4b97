"use client";
import { useState } from "react";
import { CodeBlock } from "../ui/code-block";
import { Tabs } from "../ui/tabs";

const languages = { sql: "SQL", shell: "Shell", cli: "CLI", request: "Text" } as const;

/** Copyable ways to the same end, one in sight. `label` names the tab list. */
export function FixTabs({ label, fixes }: { label: string; fixes: readonly { readonly kind: keyof typeof languages; readonly title: string; readonly body: string }[] }) {
  const [chosen, setChosen] = useState(0);
  const [first] = fixes;
  if (!first) return null;
  const block = (fix: (typeof fixes)[number]) => <CodeBlock code={fix.body} label={fix.title} language={languages[fix.kind]} />;
  if (fixes.length === 1) {
    return (
      <div>
        <p className="mb-1 text-sm font-medium">{first.title}</p>
        {block(first)}
      </div>
    );
  }
  return <Tabs label={label} value={String(Math.min(chosen, fixes.length - 1))} onValueChange={(next) => setChosen(Number(next))} tabs={fixes.map((fix, index) => ({ value: String(index), label: fix.title, content: block(fix) }))} />;
}
