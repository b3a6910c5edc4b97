"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { clustersOptions, hostsOptions } from "@/lib/resources/queries";
import type { ClusterView, HostView, RegionView } from "@/lib/resources/view";
import { useFormat } from "../formatting/use-format";
import { ServerForm, type ServerKind } from "../resources/server-form";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Field } from "../ui/field";

interface Props {
  kind: ServerKind;
  region: RegionView;
  initial: readonly (HostView | ClusterView)[];
  value: string;
  onValueChange: (server: HostView | ClusterView | null) => void;
  error: string | undefined;
  id: string;
  inputRef: React.Ref<HTMLInputElement>;
  onBlur: () => void;
}

/** A registered host or cluster of the region, found by typing; a missing one is registered without leaving the page. */
export function ServerPicker({ kind, region, initial, value, onValueChange, error, id, inputRef, onBlur }: Props) {
  const t = useTranslations("endpoints");
  const format = useFormat();
  const hosts = useQuery({ ...hostsOptions(region.id), enabled: kind === "hosts", ...(kind === "hosts" ? { initialData: initial as HostView[] } : {}) });
  const clusters = useQuery({ ...clustersOptions(region.id), enabled: kind === "polardb", ...(kind === "polardb" ? { initialData: initial as ClusterView[] } : {}) });
  const servers: readonly (HostView | ClusterView)[] = (kind === "hosts" ? hosts.data : clusters.data) ?? [];
  const [registering, setRegistering] = useState(false);
  const detail = (server: HostView | ClusterView) =>
    [
      `${server.address}:${server.port}`,
      server.serverVersion ?? ("engineVersion" in server ? server.engineVersion : ""),
      server.lastSeenAtMs === null ? "" : t("lastSeen", { time: format.dateTime(server.lastSeenAtMs) }),
    ]
      .filter((part) => part !== "")
      .join(" · ");
  return (
    <Field label={t(kind === "hosts" ? "hostId" : "clusterId")} description={t(kind === "hosts" ? "hostHelp" : "clusterHelp")} error={error}>
      <Combobox
        id={id}
        inputRef={inputRef}
        onBlur={onBlur}
        value={value || null}
        onValueChange={(next) => onValueChange(servers.find((server) => server.id === next) ?? null)}
        placeholder={t(kind === "hosts" ? "chooseHost" : "chooseCluster")}
        emptyText={t(kind === "hosts" ? "noHosts" : "noClusters")}
        options={servers.map((server) => ({ value: server.id, label: `${server.id} · ${server.name}`, detail: detail(server), keywords: `${server.address} ${server.labels.join(" ")}` }))}
        footer={
          <Button variant="ghost" size="sm" icon={<Plus aria-hidden />} className="w-full justify-start" onClick={() => setRegistering(true)}>
            {t(kind === "hosts" ? "registerHost" : "registerCluster")}
          </Button>
        }
      />
      {registering && <ServerForm kind={kind} regions={[region]} edited={null} defaultRegionId={region.id} onClose={() => setRegistering(false)} />}
    </Field>
  );
}
