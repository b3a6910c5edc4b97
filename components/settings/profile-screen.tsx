"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState, type FormEvent } from "react";
import { useLocale, useTranslations } from "use-intl";
import { changePassword } from "@/lib/auth/actions";
import { setPreferenceCookie } from "../i18n/client-cookie";
import { useTimeZoneChoice } from "../i18n/intl-provider";
import { localeCookie, localeNames, locales } from "@/lib/languages/locales";
import { densities, themeCookie, themes, type Theme } from "../i18n/preferences";
import { usePerson } from "../shell/person";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Combobox } from "../ui/combobox";
import { Field } from "../ui/field";
import { PasswordInput } from "../ui/input";
import { KeyValueList } from "../ui/key-value-list";
import { Select } from "../ui/select";
import { Switch } from "../ui/switch";
import { useSetting } from "./use-setting";

/** One's own: password, looks, keys. */
export function ProfileScreen() {
  const t = useTranslations();
  const person = usePerson();
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="flex flex-col gap-4">
        <Card title={t("settings.profile.person")}>
          <KeyValueList
            items={[
              { key: "name", label: t("settings.profile.name"), value: person.name },
              { key: "username", label: t("settings.profile.username"), value: <span className="code">{person.username}</span> },
              { key: "role", label: t("settings.profile.role"), value: t(`shell.roles.${person.role}`) },
            ]}
          />
        </Card>
        <PasswordForm />
      </div>
      <div className="flex flex-col gap-4">
        <Looks />
        <Card title={t("settings.profile.keyboard")}>
          <Switch
            label={t("settings.profile.shortcuts")}
            description={t("settings.profile.shortcutsHelp")}
            checked={person.shortcuts}
            onCheckedChange={(on) => person.chooseShortcuts(on)}
          />
        </Card>
      </div>
    </div>
  );
}

function PasswordForm() {
  const t = useTranslations("settings.profile");
  const person = usePerson();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { save, pending, fields } = useSetting(changePassword, {
    done: t("changed"),
    onDone: () => {
      setCurrent("");
      setNext("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ current, next });
  };
  return (
    <Card title={t("password")} description={t("passwordLead")}>
      <form noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-3">
        <input type="text" name="username" autoComplete="username" value={person.username} readOnly hidden />
        <Field label={t("current")} error={fields["current"]}>
          <PasswordInput autoComplete="current-password" value={current} onValueChange={(value) => setCurrent(value)} />
        </Field>
        <Field label={t("next")} description={t("nextHelp")} error={fields["next"]}>
          <PasswordInput autoComplete="new-password" value={next} onValueChange={(value) => setNext(value)} />
        </Field>
        <Button type="submit" pending={pending} className="w-fit">
          {t("change")}
        </Button>
      </form>
    </Card>
  );
}

function Looks() {
  const t = useTranslations();
  const router = useRouter();
  const locale = useLocale();
  const zone = useTimeZoneChoice();
  const { density, chooseDensity } = usePerson();
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => setTheme((document.documentElement.dataset.theme as Theme | undefined) ?? "system"), []);
  return (
    <Card title={t("settings.profile.looks")} description={t("settings.profile.looksLead")}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("settings.profile.language")}>
          <Select
            value={locale}
            options={locales.map((value) => ({ value, label: localeNames[value] }))}
            onValueChange={(next) => {
              setPreferenceCookie(localeCookie, next);
              document.documentElement.lang = next;
              router.refresh();
            }}
          />
        </Field>
        <Field label={t("settings.profile.theme")}>
          <Select
            value={theme}
            options={themes.map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
            onValueChange={(next) => {
              setPreferenceCookie(themeCookie, next);
              document.documentElement.dataset.theme = next;
              window.dispatchEvent(new Event("tributary:theme"));
              setTheme(next);
            }}
          />
        </Field>
        <Field label={t("settings.profile.zone")} description={zone.choice === "region" ? t("shell.timeZone.regionHelp") : undefined}>
          <Combobox
            value={zone.choice}
            emptyText="—"
            options={[
              { value: "browser", label: t("shell.timeZone.browser") },
              { value: "region", label: t("shell.timeZone.region") },
              { value: "UTC", label: "UTC" },
              ...Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value.replaceAll("_", " ") })),
            ]}
            onValueChange={(next) => next !== null && zone.choose(next)}
          />
        </Field>
        <Field label={t("settings.profile.density")}>
          <Select value={density} options={densities.map((value) => ({ value, label: t(`list.display.${value}`) }))} onValueChange={chooseDensity} />
        </Field>
      </div>
    </Card>
  );
}
