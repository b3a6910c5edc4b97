"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleHelp, OctagonX, Stethoscope, TriangleAlert, type LucideIcon } from "lucide-react";
import { parseAsInteger, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { diagnoseTask } from "@/lib/diagnosis/actions";
import { sideOf, type DiagnosisView, type Finding, type FindingLevel } from "@/lib/diagnosis/finding";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import { taskKeys } from "@/lib/tasks/queries";
import { useFormat } from "../formatting/use-format";
import { useTask } from "../task-page/task-context";
import { toneText } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { cn } from "../ui/class-names";
import { CodeBlock } from "../ui/code-block";
import { Collapsible } from "../ui/collapsible";
import { CopyButton } from "../ui/copy-button";
import { announce } from "../ui/live-region";
import { showToast } from "../ui/toast";

const looks: Record<FindingLevel, { icon: LucideIcon; tone: "ok" | "warn" | "bad" | "idle" }> = {
  fine: { icon: CircleCheck, tone: "ok" },
  warn: { icon: TriangleAlert, tone: "warn" },
  bad: { icon: OctagonX, tone: "bad" },
  unknown: { icon: CircleHelp, tone: "idle" },
};

/** Asks both servers on demand; the result stays, and has an address (`?diagnosis=3`). */
export function Diagnosis() {
  const t = useTranslations("performance.diagnosis");
  const { task } = useTask();
  const client = useQueryClient();
  const [number, setNumber] = useQueryState("diagnosis", parseAsInteger.withOptions({ history: "replace", scroll: false }));
  const key = [...taskKeys.task(task.id), "diagnosis", number];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson<{ diagnosis: DiagnosisView | null }>(`/api/tasks/${task.id}/diagnosis${queryString({ number: number ?? undefined })}`, signal),
  });
  const run = useMutation({
    mutationFn: () => diagnoseTask({ id: task.id }),
    onSuccess: async (result) => {
      if (!result.ok) return showToast({ tone: "bad", title: result.error.message, description: result.error.remedy });
      await client.invalidateQueries({ queryKey: [...taskKeys.task(task.id), "diagnosis"] });
      void setNumber(result.data.number);
      announce(t("ready"));
    },
  });
  const diagnosis = data?.diagnosis ?? null;
  return (
    <Card
      title={t("title")}
      description={t("lead")}
      actions={
        <Button variant="primary" icon={<Stethoscope aria-hidden />} pending={run.isPending} onClick={() => run.mutate()}>
          {diagnosis ? t("again") : t("run")}
        </Button>
      }
    >
      {run.isPending ? <p className="text-sm text-muted">{t("running")}</p> : diagnosis ? <Result key={diagnosis.id} diagnosis={diagnosis} /> : data && <p className="text-sm text-muted">{t("none")}</p>}
    </Card>
  );
}

function Result({ diagnosis }: { diagnosis: DiagnosisView }) {
  const t = useTranslations("performance.diagnosis");
  const format = useFormat();
  const problems = diagnosis.findings.filter((finding) => finding.level !== "fine");
  const fine = diagnosis.findings.filter((finding) => finding.level === "fine");
  const toAct = problems.filter((finding) => finding.level !== "unknown").length;
  const sentence = t("result", { problems: toAct, passed: fine.length });
  return (
    <div className="flex flex-col gap-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <p className="font-medium">{sentence}</p>
          <p className="nums text-xs text-muted">
            {t("by", { time: format.timestamp(diagnosis.atMs), who: diagnosis.actor, duration: format.duration(diagnosis.durationMs) })}
          </p>
        </div>
        <CopyButton text={() => `${location.origin}${location.pathname}?diagnosis=${diagnosis.id}`} label={t("copyLink")}>
          {t("copyLink")}
        </CopyButton>
      </div>
      {problems.length > 0 && (
        <ul className="flex flex-col gap-3">
          {problems.map((finding) => (
            <FindingRow key={finding.check} finding={finding} />
          ))}
        </ul>
      )}
      {fine.length > 0 && (
        <Collapsible summary={t("passed", { count: fine.length })}>
          <ul className="mt-2 flex flex-col gap-2">
            {fine.map((finding) => (
              <FindingRow key={finding.check} finding={finding} />
            ))}
          </ul>
        </Collapsible>
      )}
    </div>
  );
}

function FindingRow({ finding }: { finding: Finding }) {
  const t = useTranslations("performance");
  const text = useFindingText();
  const { icon: Icon, tone } = looks[finding.level];
  const { name, sentence } = text(finding);
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5">
      <Icon aria-hidden className={cn("mt-0.5 size-4", toneText[tone])} />
      <div className="min-w-0">
        <p>
          <span className={cn("font-medium", toneText[tone])}>
            {t(`diagnosis.sides.${sideOf(finding.check)}`)} · {name}
          </span>
          <span className="sr-only"> {t(`diagnosis.${finding.level}`)}</span>
        </p>
        <p className="nums break-words">{sentence}</p>
        {finding.serverMessage && (
          <p lang="en" className="code mt-1 text-xs break-words text-muted">
            {finding.serverMessage}
          </p>
        )}
        {finding.fix && <CodeBlock className="mt-1.5" label={`${t("diagnosis.fix")}: ${t(`diagnosis.sides.${sideOf(finding.check)}`)} · ${name}`} language="SQL" code={finding.fix} />}
      </div>
    </li>
  );
}

/** Checks of both sides share their words. */
const wordsOf = (check: Finding["check"]): string => (check.endsWith("-load") ? "load" : check.endsWith("-transactions") ? "transactions" : check.startsWith("network-") ? "network" : check);

/** Values as people read them: times and sizes with units. */
function useFindingText(): (finding: Finding) => { name: string; sentence: string } {
  const t = useTranslations("performance.findings");
  const format = useFormat();
  return ({ check, outcome, values }) => {
    const number = (name: string) => Number(values[name] ?? 0);
    const said: Record<string, string | number> = { ...values };
    for (const [from, to] of [
      ["leftMs", "left"],
      ["retentionMs", "retention"],
      ["ageMs", "age"],
      ["offsetMs", "offset"],
      ["silentMs", "silent"],
      ["averageMs", "average"],
    ] as const)
      if (from in values) said[to] = format.duration(number(from));
    for (const size of ["bytes", "pool"]) if (size in values) said[size] = format.bytes(number(size));
    for (const ms of ["ms", "commitMs"]) if (ms in values) said["ms"] = String(number(ms));
    if ("percent" in values) said["percent"] = String(number("percent"));
    const words = wordsOf(check);
    const find = t as unknown as { (key: string, values?: Record<string, string | number>): string; has(key: string): boolean };
    return { name: find(`${words}.name`), sentence: find.has(`${words}.${outcome}`) ? find(`${words}.${outcome}`, said) : outcome };
  };
}
