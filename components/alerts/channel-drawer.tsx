"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { addAlertChannel, changeAlertChannel } from "@/lib/alerts/actions";
import { type ChannelChangeInput, type ChannelInput, type ChannelKind, channelKinds, channelLanguages } from "@/lib/alerts/channel";
import type { Result } from "@/lib/http/result";
import type { ChannelView } from "@/lib/alerts/view";
import { Button } from "../ui/button";
import { Drawer } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, PasswordInput } from "../ui/input";
import { Notice } from "../ui/notice";
import { NumberField } from "../ui/number-field";
import { Select } from "../ui/select";
import { Switch } from "../ui/switch";

/** A new channel, or a change of one. Address and secrets are entered once and never shown again: left empty in a change they stay. */
export function ChannelDrawer({ channel, onClose }: { channel?: ChannelView; onClose: () => void }) {
  const t = useTranslations("alerts.channels");
  const tAlerts = useTranslations("alerts");
  const tCommon = useTranslations("common");
  const locale = useLocale();
  const client = useQueryClient();
  const [name, setName] = useState(channel?.name ?? "");
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? "webhook");
  const [language, setLanguage] = useState<(typeof channelLanguages)[number]>((channel?.language ?? locale) === "zh-CN" ? "zh-CN" : "en");
  const [url, setUrl] = useState("");
  const [secret, setSecret] = useState("");
  const [mail, setMail] = useState({ host: "", port: 587, secure: false, user: "", from: "", ...channel?.mail, to: channel?.mail?.to.join(", ") ?? "", password: "" });
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (): Promise<Result<unknown>> => {
      const to = mail.to.split(/[,;\s]+/).filter((each) => each !== "");
      const target = kind === "email" ? { kind, ...mail, to } : { kind, url, secret };
      return channel ? changeAlertChannel({ id: channel.id, name, language, target: target satisfies ChannelChangeInput["target"] }) : addAlertChannel({ name, language, target: target satisfies ChannelInput["target"] });
    },
    onSuccess: async (result) => {
      setFields(result.ok ? {} : (result.error.fields ?? {}));
      if (!result.ok) return setProblem(result.error.fields ? null : result.error.message);
      await client.invalidateQueries({ queryKey: ["alerts"] });
      onClose();
    },
    onError: () => setProblem(tAlerts("notSent")),
  });
  const error = (path: string) => Object.entries(fields).find(([field]) => field === path || field.startsWith(`${path}.`))?.[1];
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={channel ? t("editOf", { name: channel.name }) : t("add")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" form="channel-form" variant="primary" pending={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <form
        id="channel-form"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
        <Field label={t("name")} error={error("name")}>
          <Input value={name} autoComplete="off" onValueChange={(next) => setName(next)} />
        </Field>
        <Field label={t("kindLabel")} description={channel && t("kindStays")}>
          <Select disabled={channel !== undefined} options={channelKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} value={kind} onValueChange={setKind} />
        </Field>
        <Field label={t("language")}>
          <Select options={channelLanguages.map((value) => ({ value, label: t(`languages.${value}`) }))} value={language} onValueChange={setLanguage} />
        </Field>
        {kind === "email" ? (
          <>
            <div className="grid grid-cols-[2fr_1fr] gap-3">
              <Field label={t("host")} error={error("target.host")}>
                <Input value={mail.host} spellCheck={false} onValueChange={(host) => setMail({ ...mail, host })} />
              </Field>
              <Field label={t("port")} error={error("target.port")}>
                <NumberField plain value={mail.port} onValueChange={(port) => setMail({ ...mail, port: port ?? 0 })} />
              </Field>
            </div>
            <Switch label={t("secure")} description={t("secureHelp")} checked={mail.secure} onCheckedChange={(secure) => setMail({ ...mail, secure })} />
            <Field label={t("user")} optional={tCommon("optional")}>
              <Input value={mail.user} autoComplete="off" spellCheck={false} onValueChange={(user) => setMail({ ...mail, user })} />
            </Field>
            <Field label={t("password")} optional={tCommon("optional")} description={channel && t("kept")} error={error("target.password")}>
              <PasswordInput value={mail.password} autoComplete="new-password" onValueChange={(password) => setMail({ ...mail, password })} />
            </Field>
            <Field label={t("sender")} error={error("target.from")}>
              <Input value={mail.from} spellCheck={false} onValueChange={(from) => setMail({ ...mail, from })} />
            </Field>
            <Field label={t("recipients")} description={t("recipientsHelp")} error={error("target.to")}>
              <Input value={mail.to} spellCheck={false} onValueChange={(to) => setMail({ ...mail, to })} />
            </Field>
          </>
        ) : (
          <>
            <Field label={t("url")} optional={channel && tCommon("optional")} description={channel ? t("urlKept", { shown: channel.shown }) : t("urlHelp")} error={error("target.url")}>
              <PasswordInput value={url} autoComplete="off" onValueChange={(next) => setUrl(next)} />
            </Field>
            {(kind === "webhook" || kind === "dingtalk" || kind === "feishu") && (
              <Field label={t("secret")} optional={tCommon("optional")} description={`${t(kind === "webhook" ? "secretHelp" : "signHelp")}${channel ? ` ${t("kept")}` : ""}`}>
                <PasswordInput value={secret} autoComplete="new-password" onValueChange={(next) => setSecret(next)} />
              </Field>
            )}
          </>
        )}
      </form>
    </Drawer>
  );
}
