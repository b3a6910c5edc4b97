"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { requestVerification } from "@/lib/verification/actions";
import { methods, type Schedule, scopes } from "@/lib/verification/schema";
import { newRequestId } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { NumberField } from "../ui/number-field";
import { RadioGroup } from "../ui/radio-group";
import { verificationKey } from "./queries";
import { TablePicker } from "./table-picker";

const whens = ["now", "at", "every"] as const;

/** One page: what, how, how fast, when, and from which number on an alert speaks. `given`: tables that a link asks for. */
export function VerifyForm({ taskId, given, onClose }: { taskId: string; given: readonly string[]; onClose: () => void }) {
  const t = useTranslations("verification.form");
  const tMethod = useTranslations("verification.method");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const client = useQueryClient();
  const [scope, setScope] = useState<(typeof scopes)[number]>(given.length > 0 ? "selected" : "all");
  const [tables, setTables] = useState<readonly string[]>(given);
  const [method, setMethod] = useState<(typeof methods)[number]>("hash");
  const [rate, setRate] = useState<number | null>(50_000);
  const [megabytes, setMegabytes] = useState<number | null>(null);
  const [when, setWhen] = useState<(typeof whens)[number]>("now");
  const [at, setAt] = useState("");
  const [hours, setHours] = useState<number | null>(24);
  const [from, setFrom] = useState("22:00");
  const [to, setTo] = useState("06:00");
  const [threshold, setThreshold] = useState<number | null>(1);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const run = useMutation({
    mutationFn: () => {
      const schedule: Schedule = when === "now" ? { kind: "now" } : when === "at" ? { kind: "at", atMs: at ? new Date(at).getTime() : 0 } : { kind: "every", hours: hours ?? 0, from, to, timeZone };
      return requestVerification({ id: taskId, requestId: newRequestId(), settings: { scope, tables: [...tables], method, rowsPerSecond: rate ?? 0, bytesPerSecond: Math.round((megabytes ?? 0) * 1e6), schedule, threshold: threshold ?? 1 } });
    },
    onSuccess: async (result) => {
      setFields(result.ok ? {} : (result.error.fields ?? {}));
      if (!result.ok) return setProblem(result.error.fields ? null : `${result.error.message} ${result.error.remedy}`);
      await client.invalidateQueries({ queryKey: verificationKey(taskId) });
      router.push(`/sync/${taskId}/verification/${result.data.number}`);
    },
    onError: () => setProblem(t("notSent")),
  });
  return (
    <Card title={t("title")} description={t("lead")}>
      <form
        noValidate
        className="grid gap-5 lg:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        {problem && (
          <Notice tone="bad" role="alert" className="lg:col-span-2">
            {problem}
          </Notice>
        )}
        <FieldGroup label={t("scope")} error={fields["tables"]}>
          <RadioGroup label={t("scope")} value={scope} onValueChange={setScope} options={scopes.map((value) => ({ value, label: t(`scopes.${value}`), description: t(`scopesHelp.${value}`) }))} />
          {scope === "selected" && <TablePicker taskId={taskId} chosen={tables} onChange={setTables} />}
        </FieldGroup>
        <FieldGroup label={t("method")}>
          <RadioGroup label={t("method")} value={method} onValueChange={setMethod} options={methods.map((value) => ({ value, label: tMethod(value), description: t(`methodsHelp.${value}`) }))} />
        </FieldGroup>
        <FieldGroup label={t("when")} error={fields["schedule.atMs"] ?? fields["schedule.hours"] ?? fields["schedule.from"] ?? fields["schedule.to"]}>
          <RadioGroup label={t("when")} value={when} onValueChange={setWhen} options={whens.map((value) => ({ value, label: t(`whens.${value}`) }))} />
          {when === "at" && (
            <Field label={t("at")} className="mt-2" description={t("zone", { zone: timeZone })}>
              <Input type="datetime-local" value={at} onValueChange={(next) => setAt(next)} />
            </Field>
          )}
          {when === "every" && (
            <div className="mt-2 grid grid-cols-[2fr_1fr_1fr] gap-3">
              <Field label={t("hours")}>
                <NumberField min={1} max={720} value={hours} onValueChange={setHours} unit={t("hoursUnit")} />
              </Field>
              <Field label={t("from")}>
                <Input value={from} onValueChange={(next) => setFrom(next)} />
              </Field>
              <Field label={t("to")}>
                <Input value={to} onValueChange={(next) => setTo(next)} />
              </Field>
              <p className="col-span-3 text-xs text-muted">{t("windowHelp", { zone: timeZone })}</p>
            </div>
          )}
        </FieldGroup>
        <div className="flex flex-col gap-4">
          <Field label={t("rate")} description={t("rateHelp")} error={fields["rowsPerSecond"]}>
            <NumberField min={0} step={10_000} value={rate} onValueChange={setRate} unit={t("rateUnit")} />
          </Field>
          <Field label={t("bytes")} description={t(method === "count" ? "bytesOfCount" : "bytesHelp")} error={fields["bytesPerSecond"]}>
            <NumberField min={0} disabled={method === "count"} value={megabytes} onValueChange={setMegabytes} unit={t("bytesUnit")} />
          </Field>
          <Field label={t("threshold")} description={t("thresholdHelp")} error={fields["threshold"]}>
            <NumberField min={1} value={threshold} onValueChange={setThreshold} unit={t("thresholdUnit")} />
          </Field>
        </div>
        <div className="flex justify-end gap-2 lg:col-span-2">
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" variant="primary" pending={run.isPending}>
            {t("submit")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
