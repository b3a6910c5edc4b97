"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { saveSettings } from "@/lib/settings/actions";
import type { ConsoleSettings } from "@/lib/settings/schema";
import { usePerson } from "../shell/person";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { NumberSetting } from "./number-setting";
import { useSetting } from "./use-setting";

const names = ["retryMinutes", "lagWarnSeconds", "runwayWarnHours", "runwayBadHours"] as const;

/** What new tasks begin with, and when a binlog runway is short. */
export function DefaultsScreen({ initial }: { initial: ConsoleSettings }) {
  const t = useTranslations("settings.defaults");
  const { mayAdminister } = usePerson();
  const [values, setValues] = useState(() => Object.fromEntries(names.map((name) => [name, String(initial[name])])) as Record<(typeof names)[number], string>);
  const { save, pending, fields } = useSetting(saveSettings);
  const field = (name: (typeof names)[number], label: string, help: string) => (
    <NumberSetting label={label} help={help} value={values[name]} error={fields[name]} onValueChange={(next) => setValues({ ...values, [name]: next })} />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(values);
  };
  return (
    <form noValidate onSubmit={submit} className="flex max-w-2xl flex-col gap-4">
      <Card title={t("new")} description={t("lead")}>
        <div className="grid gap-4 sm:grid-cols-2">
          {field("retryMinutes", t("retry"), t("retryHelp"))}
          {field("lagWarnSeconds", t("lag"), t("lagHelp"))}
        </div>
      </Card>
      <Card title={t("runway")} description={t("runwayLead")}>
        <div className="grid gap-4 sm:grid-cols-2">
          {field("runwayWarnHours", t("warn"), t("hours"))}
          {field("runwayBadHours", t("bad"), t("hours"))}
        </div>
      </Card>
      {mayAdminister && (
        <Button type="submit" variant="primary" pending={pending} className="w-fit">
          {t("save")}
        </Button>
      )}
    </form>
  );
}
