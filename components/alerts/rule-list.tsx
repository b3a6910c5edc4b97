"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { muteAlertRule, resetAlertRule, saveAlertRule } from "@/lib/alerts/actions";
import { thresholdUnits, type RuleSettings } from "@/lib/alerts/rules";
import type { ChannelView, RuleView } from "@/lib/alerts/view";
import { fetchJson, queryString } from "@/lib/http/fetch-json";
import { consoleNow } from "../formatting/console-clock";
import { Time } from "../formatting/time";
import { useNow } from "../formatting/use-now";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field, FieldGroup } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { NumberField } from "../ui/number-field";
import { Skeleton } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { useAlertAction } from "./use-alert-action";

/** Rules of one task, or those of all tasks without their own. */
export function RuleList({ taskId = null }: { taskId?: string | null }) {
  const t = useTranslations("alerts.rules");
  const tKind = useTranslations("alerts.kind");
  const now = useNow();
  const [editing, setEditing] = useState<RuleView | null>(null);
  const { data } = useQuery({ queryKey: ["alerts", "rules", taskId ?? ""], queryFn: ({ signal }) => fetchJson<RuleView[]>(`/api/alerts/rules${queryString({ task: taskId })}`, signal) });
  const run = useAlertAction();
  if (!data) return <Skeleton className="h-48" />;
  const mutedNow = (rule: RuleView) => rule.mutedUntilMs !== null && now !== null && rule.mutedUntilMs > now;
  return (
    <>
      <Table label={t("title")}>
        <TableHead>
          <TableRow>
            <Th className="max-sm:px-2">{t("on")}</Th>
            <Th className="max-sm:px-1.5">{t("condition")}</Th>
            {taskId !== null && <Th className="max-md:hidden">{t("from")}</Th>}
            <Th className="max-md:hidden">{t("muted")}</Th>
            <Th className="text-right max-sm:px-1.5">{t("actions")}</Th>
          </TableRow>
        </TableHead>
        <tbody>
          {data.map((rule) => (
            <TableRow key={rule.kind}>
              <Td className="max-sm:px-2">
                <Switch
                  label={<span className="sr-only">{tKind(rule.kind)}</span>}
                  checked={rule.settings.enabled}
                  onCheckedChange={(enabled) => run.mutate(() => saveAlertRule({ taskId, kind: rule.kind, settings: { ...rule.settings, enabled } }))}
                />
              </Td>
              <Td className="min-w-36 max-sm:px-1.5">
                <span className="font-medium">{tKind(rule.kind)}</span>
                <span className="block text-xs text-muted">{rule.kind === "lag" && rule.settings.threshold === null ? t("lagOfTask", { threshold: rule.limit ?? 0, minutes: rule.settings.forMinutes }) : t(`text.${rule.kind}`, { threshold: rule.settings.threshold ?? 1, minutes: rule.settings.forMinutes })}</span>
                {rule.settings.enabled && rule.silent && (
                  <span className="flex items-center gap-1 text-xs text-warn">
                    <BellOff aria-hidden className="size-3.5 shrink-0" />
                    {t("silent")}
                  </span>
                )}
                {mutedNow(rule) && (
                  <span className="block text-xs text-muted md:hidden">
                    {t("muted")} <Time ms={rule.mutedUntilMs!} form="timestamp" />
                  </span>
                )}
              </Td>
              {taskId !== null && (
                <Td className="max-md:hidden">
                  <Badge tone={rule.from === "task" ? "info" : "idle"}>{t(rule.from === "task" ? "own" : "default")}</Badge>
                </Td>
              )}
              <Td className="max-md:hidden">{mutedNow(rule) ? <Time ms={rule.mutedUntilMs!} form="timestamp" /> : "—"}</Td>
              <Td className="max-sm:px-1.5">
                <div className="flex justify-end gap-1 max-sm:flex-col max-sm:items-end">
                  <Button size="sm" variant="ghost" aria-label={t("muteOf", { rule: tKind(rule.kind) })} onClick={() => run.mutate(() => muteAlertRule({ taskId, kind: rule.kind, untilMs: mutedNow(rule) ? null : consoleNow() + 3_600_000 }))}>
                    {mutedNow(rule) ? t("unmute") : t("mute")}
                  </Button>
                  {rule.from === (taskId === null ? "console" : "task") && (
                    <Button size="sm" variant="ghost" aria-label={t("resetOf", { rule: tKind(rule.kind) })} onClick={() => run.mutate(() => resetAlertRule({ taskId, kind: rule.kind }))}>
                      {t("reset")}
                    </Button>
                  )}
                  <Button size="sm" aria-label={t("editOf", { rule: tKind(rule.kind) })} onClick={() => setEditing(rule)}>
                    {t("edit")}
                  </Button>
                </div>
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {editing && <RuleDialog taskId={taskId} rule={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function RuleDialog({ taskId, rule, onClose }: { taskId: string | null; rule: RuleView; onClose: () => void }) {
  const t = useTranslations("alerts.rules");
  const tKind = useTranslations("alerts.kind");
  const tAlerts = useTranslations("alerts");
  const tCommon = useTranslations("common");
  const client = useQueryClient();
  const [settings, setSettings] = useState<RuleSettings>(rule.settings);
  const [muteUntil, setMuteUntil] = useState("");
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const { data: channels } = useQuery({ queryKey: ["alerts", "channels"], queryFn: ({ signal }) => fetchJson<ChannelView[]>("/api/alerts/channels", signal) });
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const change = (part: Partial<RuleSettings>) => setSettings({ ...settings, ...part });
  const save = useMutation({
    mutationFn: async () => {
      const saved = await saveAlertRule({ taskId, kind: rule.kind, settings: { ...settings, enabled: true } });
      return saved.ok && muteUntil !== "" ? muteAlertRule({ taskId, kind: rule.kind, untilMs: new Date(muteUntil).getTime() }) : saved;
    },
    onSuccess: async (result) => {
      setFields(result.ok ? {} : (result.error.fields ?? {}));
      if (!result.ok) return setProblem(result.error.message);
      await client.invalidateQueries({ queryKey: ["alerts"] });
      onClose();
    },
    onError: () => setProblem(tAlerts("notSent")),
  });
  const unit = thresholdUnits[rule.kind];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={tKind(rule.kind)}
      description={t(taskId === null ? "forAll" : "forTask")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" pending={save.isPending} onClick={() => save.mutate()}>
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
        {rule.kind === "lag" && (
          <Switch
            label={t("ownLimit")}
            description={rule.limit === null || rule.settings.threshold !== null ? t("ownLimitHelp") : t("ownLimitNow", { threshold: rule.limit })}
            checked={settings.threshold !== null}
            onCheckedChange={(on) => change({ threshold: on ? (rule.limit ?? 30) : null })}
          />
        )}
        {unit && settings.threshold !== null && (
          <Field label={t("threshold")} error={fields["threshold"]}>
            <NumberField min={1} value={settings.threshold} onValueChange={(threshold) => change({ threshold: threshold ?? 0 })} unit={t(`unit.${unit}`)} />
          </Field>
        )}
        <Field label={t("for")} error={fields["forMinutes"]}>
          <NumberField min={0} value={settings.forMinutes} onValueChange={(forMinutes) => change({ forMinutes: forMinutes ?? 0 })} unit={t("unit.minutes")} />
        </Field>
        {channels && channels.length > 0 && (
          <FieldGroup label={t("channels")} description={t("channelsHelp")}>
            {channels.map((channel) => (
              <Checkbox
                key={channel.id}
                label={channel.enabled ? channel.name : t("channelOff", { name: channel.name })}
                checked={settings.channels.includes(channel.id)}
                onCheckedChange={(checked) => change({ channels: checked ? [...settings.channels, channel.id] : settings.channels.filter((id) => id !== channel.id) })}
              />
            ))}
          </FieldGroup>
        )}
        <Switch label={t("hours")} description={t("hoursHelp", { zone: settings.hours?.timeZone ?? timeZone })} checked={settings.hours !== null} onCheckedChange={(on) => change({ hours: on ? { from: "09:00", to: "18:00", timeZone } : null })} />
        {settings.hours && (
          <div className="grid grid-cols-2 gap-3">
            <Field label={t("hoursFrom")} error={fields["hours.from"]}>
              <Input value={settings.hours.from} onValueChange={(from) => change({ hours: { ...settings.hours!, from } })} />
            </Field>
            <Field label={t("hoursTo")} error={fields["hours.to"]}>
              <Input value={settings.hours.to} onValueChange={(to) => change({ hours: { ...settings.hours!, to } })} />
            </Field>
          </div>
        )}
        <Field label={t("muteUntil")} optional={tCommon("optional")}>
          <Input type="datetime-local" value={muteUntil} onValueChange={(next) => setMuteUntil(next)} />
        </Field>
      </div>
    </Dialog>
  );
}
