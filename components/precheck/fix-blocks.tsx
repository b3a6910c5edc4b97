"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CheckResult, Fix } from "@/lib/precheck/check";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";
import { Tabs } from "../ui/tabs";
import { dbaRequest } from "./dba-request";

/** Ways to cure a finding, in tabs where there are several. What could destroy something is shown on a second decision. */
export function FixBlocks({ result, topic }: { result: CheckResult; topic: string }) {
  const { fixes } = result;
  const t = useTranslations("precheck.fix");
  const [chosen, setChosen] = useState("0");
  if (fixes.length === 0) return null;
  // One kind for both servers: the tab says which.
  const sides = new Set(fixes.map((fix) => fix.side)).size;
  const request = dbaRequest(result, (key, values) => t(`ask.${key}`, values as never));
  const own = fixes.map((fix, index) => ({ value: String(index), label: sides > 1 ? t("kindAt", { kind: t(`kind.${fix.kind}`), side: fix.side }) : t(`kind.${fix.kind}`), content: <FixBlock key={index} fix={fix} topic={topic} /> }));
  const tabs = request === null ? own : [...own, { value: "request", label: t("kind.request"), content: <Request key="request" text={request} topic={topic} /> }];
  return (
    <section>
      <h3 className="mb-1 text-sm font-semibold">{t("title")}</h3>
      {tabs.length === 1 && fixes[0] ? <FixBlock fix={fixes[0]} topic={topic} /> : <Tabs label={t("title")} value={tabs.some((tab) => tab.value === chosen) ? chosen : "0"} onValueChange={setChosen} tabs={tabs} />}
    </section>
  );
}

function Request({ text, topic }: { text: string; topic: string }) {
  const t = useTranslations("precheck.fix");
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="text-xs text-muted">{t("ask.help")}</p>
      <CodeBlock code={text} label={t("ask.label", { topic })} language={t("kind.request")} />
    </div>
  );
}

function FixBlock({ fix, topic }: { fix: Fix; topic: string }) {
  const t = useTranslations("precheck.fix");
  const [shown, setShown] = useState(fix.risk !== "high");
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{fix.title.text}</span>
        <span className="text-xs text-muted">{t("on", { side: fix.side, server: fix.appliesTo === "" ? "none" : fix.appliesTo })}</span>
        {fix.needsRestart && <Badge tone="warn">{t("restart")}</Badge>}
        {!fix.survivesRestart && <Badge tone="warn">{t("volatile")}</Badge>}
        {fix.risk === "high" && <Badge tone="bad">{t("highRisk")}</Badge>}
      </p>
      {shown ? (
        <CodeBlock code={fix.body} label={t("label", { topic, kind: t(`kind.${fix.kind}`) })} language={t(`kind.${fix.kind}`)} />
      ) : (
        <Notice
          tone="bad"
          title={t("confirm")}
          actions={
            <Button size="sm" onClick={() => setShown(true)}>
              {t("show")}
            </Button>
          }
        >
          {fix.note?.text}
        </Notice>
      )}
      {fix.note && shown && <p className="text-xs text-muted">{fix.note.text}</p>}
    </div>
  );
}
