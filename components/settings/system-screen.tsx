"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState, type FormEvent } from "react";
import { useLocale, useTranslations } from "use-intl";
import { runnersOptions } from "@/lib/resources/queries";
import type { RunnerView } from "@/lib/resources/view";
import { saveSettings } from "@/lib/settings/actions";
import type { SystemView } from "@/lib/settings/data";
import { formatSpan } from "../formatting/quantity";
import { useFormat } from "../formatting/use-format";
import { useNow } from "../formatting/use-now";
import { usePerson } from "../shell/person";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value-list";
import { NumberSetting } from "./number-setting";
import { useSetting } from "./use-setting";

const names = ["eventDays", "operationDays", "tombstoneDays"] as const;

/** Facts about this installation, and how long it keeps what. */
export function SystemScreen({ initial, initialRunners }: { initial: SystemView; initialRunners: RunnerView[] }) {
  const t = useTranslations("settings.system");
  const tCommon = useTranslations("common");
  const format = useFormat();
  const now = useNow();
  const { mayAdminister } = usePerson();
  const runners = useQuery({ ...runnersOptions(), initialData: initialRunners });
  const [values, setValues] = useState(() => Object.fromEntries(names.map((name) => [name, String(initial.settings[name])])) as Record<(typeof names)[number], string>);
  const { save, pending, fields } = useSetting(saveSettings);
  const field = (name: (typeof names)[number], label: string, help: string) => (
    <NumberSetting label={label} help={help} value={values[name]} error={fields[name]} onValueChange={(next) => setValues({ ...values, [name]: next })} />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(values);
  };
  const locale = useLocale();
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Card title={t("installation")}>
        <KeyValueList
          items={[
            { key: "version", label: t("version"), value: initial.version },
            { key: "running", label: t("running"), value: <span className="nums">{format.duration((now ?? initial.atMs) - initial.startedAtMs)}</span> },
            { key: "folder", label: t("folder"), value: <span className="code break-all">{initial.dataDir}</span> },
            { key: "size", label: t("folderSize"), value: format.bytes(initial.dataBytes) },
            { key: "database", label: t("database"), value: format.bytes(initial.databaseBytes) },
            { key: "tasks", label: t("tasks"), value: format.count(initial.counts.tasks) },
            {
              key: "runners",
              label: t("runners"),
              value: (
                <Link className="link" href="/resources/workers">
                  {t("runnersAlive", { count: runners.data.filter((runner) => runner.alive).length })}
                </Link>
              ),
            },
            { key: "units", label: t("units"), value: t("unitsValue") },
          ]}
        />
      </Card>
      <Card title={t("retention")} description={t("retentionLead")}>
        <form noValidate onSubmit={submit} className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-3">
            {field("eventDays", t("events"), t("kept", { count: initial.counts.events }))}
            {field("operationDays", t("operations"), t("kept", { count: initial.counts.operations }))}
            {field("tombstoneDays", t("tombstones"), t("days"))}
          </div>
          <KeyValueList
            items={[
              {
                key: "figures",
                label: t("figures"),
                value: initial.figures.map(({ seconds, keptMs }) => (
                  <span key={seconds} className="block">
                    {t("figure", { grain: formatSpan(seconds * 1_000, locale), duration: formatSpan(keptMs, locale) })}
                  </span>
                )),
              },
            ]}
          />
          {mayAdminister && (
            <Button type="submit" variant="primary" pending={pending} className="w-fit">
              {tCommon("save")}
            </Button>
          )}
        </form>
      </Card>
    </div>
  );
}
