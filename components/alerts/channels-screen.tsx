"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Send } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { deleteAlertChannel, enableAlertChannel, testAlertChannel } from "@/lib/alerts/actions";
import type { ChannelView } from "@/lib/alerts/view";
import { fetchJson } from "@/lib/http/fetch-json";
import { Time } from "../formatting/time";
import { RemoveDialog } from "../resources/remove-dialog";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { showToast } from "../ui/toast";
import { AlertTabs } from "./alert-tabs";
import { BrowserNotice } from "./browser-notice";
import { ChannelDrawer } from "./channel-drawer";
import { useAlertAction } from "./use-alert-action";

/** Where alerts are told: webhooks, mail, this browser. */
export function ChannelsScreen() {
  const t = useTranslations("alerts.channels");
  const tKind = useTranslations("alerts.kind");
  const locale = useLocale();
  const client = useQueryClient();
  const [adding, setAdding] = useQueryState("new", parseAsString.withOptions({ history: "push" }));
  const [editing, setEditing] = useQueryState("edit", parseAsString.withOptions({ history: "push" }));
  const [removing, setRemoving] = useState<ChannelView | null>(null);
  const { data } = useQuery({ queryKey: ["alerts", "channels"], queryFn: ({ signal }) => fetchJson<ChannelView[]>("/api/alerts/channels", signal) });
  const refresh = () => client.invalidateQueries({ queryKey: ["alerts"] });
  const test = useMutation({
    mutationFn: (id: string) => testAlertChannel({ id }),
    onSuccess: (result) => {
      if (!result.ok) showToast({ tone: "bad", title: result.error.message, description: result.error.remedy });
      else if (result.data.message !== null) showToast({ tone: "bad", title: t("testFailed"), description: result.data.message });
      else showToast({ tone: "ok", title: t("tested") });
    },
    onSettled: refresh,
  });
  const change = useAlertAction();
  const edited = data?.find((channel) => channel.id === editing);
  const ruleName = ({ kind, taskName }: ChannelView["rules"][number]) => (taskName === null ? tKind(kind) : t("ruleOfTask", { rule: tKind(kind), task: taskName }));
  const listing = new Intl.ListFormat(locale, { type: "conjunction" });
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => void setAdding("1")}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <AlertTabs current="channels" />
      <div className="flex flex-col gap-4">
        {data && data.length > 0 && <div className="flex justify-end">{add}</div>}
        {!data ? (
          <Skeleton className="h-40" />
        ) : data.length === 0 ? (
          <EmptyState icon={<Send />} title={t("none")} actions={add}>
            {t("noneBody")}
          </EmptyState>
        ) : (
          <Table label={t("title")}>
            <TableHead>
              <TableRow>
                <Th>{t("name")}</Th>
                <Th>{t("kindLabel")}</Th>
                <Th>{t("to")}</Th>
                <Th>{t("language")}</Th>
                <Th>{t("last")}</Th>
                <Th>{t("enabled")}</Th>
                <Th className="text-right">{t("actions")}</Th>
              </TableRow>
            </TableHead>
            <tbody>
              {data.map((channel) => (
                <TableRow key={channel.id}>
                  <Td className="font-medium">{channel.name}</Td>
                  <Td>{t(`kind.${channel.kind}`)}</Td>
                  <Td className="code">{channel.shown}</Td>
                  <Td>{t(`languages.${channel.language as "en"}`)}</Td>
                  <Td>
                    {channel.lastDelivery ? (
                      <>
                        {t(`state.${channel.lastDelivery.state}`)} · <Time ms={channel.lastDelivery.createdAtMs} />
                        {channel.lastDelivery.message && <span className="block text-xs text-bad">{channel.lastDelivery.message}</span>}
                      </>
                    ) : (
                      "—"
                    )}
                  </Td>
                  <Td>
                    <Switch label={<span className="sr-only">{t("enable", { name: channel.name })}</span>} checked={channel.enabled} onCheckedChange={(enabled) => change.mutate(() => enableAlertChannel({ id: channel.id, enabled }))} />
                  </Td>
                  <Td>
                    <div className="flex justify-end gap-1">
                      <Button size="sm" pending={test.isPending && test.variables === channel.id} aria-label={t("testOf", { name: channel.name })} onClick={() => test.mutate(channel.id)}>
                        {t("test")}
                      </Button>
                      <Button size="sm" aria-label={t("editOf", { name: channel.name })} onClick={() => void setEditing(channel.id)}>
                        {t("edit")}
                      </Button>
                      <Button size="sm" variant="ghost" aria-label={t("removeOf", { name: channel.name })} onClick={() => setRemoving(channel)}>
                        {t("remove")}
                      </Button>
                    </div>
                  </Td>
                </TableRow>
              ))}
            </tbody>
          </Table>
        )}
        <BrowserNotice />
      </div>
      {adding && <ChannelDrawer onClose={() => void setAdding(null)} />}
      {edited && <ChannelDrawer key={edited.id} channel={edited} onClose={() => void setEditing(null)} />}
      {removing && <RemoveDialog title={t("removeTitle", { name: removing.name })} body={removing.rules.length === 0 ? t("removeBody") : t("removeBodyRules", { list: listing.format(removing.rules.map(ruleName)), alone: removing.rules.filter((rule) => rule.alone).length })} pending={change.isPending} onClose={() => setRemoving(null)} onConfirm={() => change.mutate(() => deleteAlertChannel({ id: removing.id }), { onSuccess: () => setRemoving(null) })} />}
    </>
  );
}
