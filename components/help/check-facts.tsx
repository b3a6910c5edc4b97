"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { CheckHelp } from "@/lib/precheck/help";
import { Badge } from "../ui/badge";
import { KeyValueList } from "../ui/key-value-list";

/** What a run fills in is not known here. */
const open = (text: string) => text.replace(/\{\w+\}/g, "…");

/** One check of the precheck: what it looks at, why, and what must pass before. */
export function CheckFacts({ check }: { check: CheckHelp }) {
  const t = useTranslations("help.checks");
  return (
    <div className="max-w-prose">
      {check.why.map((why) => (
        <p key={why.key} className="mb-3 text-base">
          {open(why.text)}
        </p>
      ))}
      <KeyValueList
        items={[
          { key: "code", label: t("code"), value: <span className="code">{check.code}</span> },
          { key: "sideLabel", label: t("sideLabel"), value: t(`side.${check.side}`) },
          { key: "level", label: t("level"), value: <Badge tone={check.severity === "blocker" ? "bad" : "warn"}>{t(check.severity === "blocker" ? "blocks" : "warns")}</Badge> },
          { key: "ignore", label: t("ignore"), value: t(check.ignorable ? "ignorable" : "notIgnorable") },
          {
            key: "needs",
            label: t("needs"),
            value:
              check.dependsOn.length === 0 ? (
                t("needsNothing")
              ) : (
                <ul>
                  {check.dependsOn.map((other) => (
                    <li key={other.id}>
                      <Link className="link inline-flex min-h-6 items-center" href={`/help/checks/${other.id}`}>
                        {other.topic.text}
                      </Link>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </div>
  );
}

/** All checks in the order of a run. */
export function CheckList({ checks }: { checks: readonly CheckHelp[] }) {
  const t = useTranslations("help.checks");
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {checks.map((check) => (
        <li key={check.id} id={check.code} className="scroll-mt-16 px-4 py-3 text-sm target:bg-selected">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 className="font-semibold">
              <Link className="link inline-flex min-h-6 items-center" href={`/help/checks/${check.id}`}>
                {check.topic.text}
              </Link>
            </h2>
            <Badge tone={check.severity === "blocker" ? "bad" : "warn"}>{t(check.severity === "blocker" ? "blocks" : "warns")}</Badge>
          </div>
          <p className="code text-muted">{check.code}</p>
          {check.why[0] && <p className="text-muted">{open(check.why[0].text)}</p>}
        </li>
      ))}
    </ul>
  );
}
