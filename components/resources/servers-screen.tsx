"use client";
import { useQuery } from "@tanstack/react-query";
import { Database, Pencil, Plus, Server, Trash2 } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { deleteCluster, deleteHost } from "@/lib/resources/actions";
import { clustersOptions, hostsOptions } from "@/lib/resources/queries";
import { inGib } from "@/lib/resources/space/estimate";
import type { ClusterView, HostView, RegionView } from "@/lib/resources/view";
import { Time } from "../formatting/time";
import { useFormat } from "../formatting/use-format";
import { PageHeader } from "../shell/page-header";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { EmptyState } from "../ui/empty-state";
import { IconButton } from "../ui/icon-button";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";
import { RemoveDialog } from "./remove-dialog";
import { ServerForm, type ServerKind } from "./server-form";
import { useResourceAction } from "./use-resource-action";

/** Hosts, or clusters. `?new=1` opens the form, `?region=` presets its region: links from elsewhere use both. */
export function ServersScreen({ kind, initial, regions }: { kind: ServerKind; initial: (HostView | ClusterView)[]; regions: RegionView[] }) {
  const t = useTranslations("resources");
  const format = useFormat();
  const hosts = useQuery({ ...hostsOptions(), ...(kind === "hosts" ? { initialData: initial } : {}), enabled: kind === "hosts" });
  const clusters = useQuery({ ...clustersOptions(), ...(kind === "polardb" ? { initialData: initial as ClusterView[] } : {}), enabled: kind === "polardb" });
  const rows: readonly (HostView | ClusterView)[] = (kind === "hosts" ? hosts.data : clusters.data) ?? initial;
  const [url, setUrl] = useQueryStates({ new: parseAsString, region: parseAsString });
  const [edited, setEdited] = useState<HostView | ClusterView | null>(null);
  const [removing, setRemoving] = useState<HostView | null>(null);
  const remove = useResourceAction(kind === "hosts" ? deleteHost : deleteCluster, {
    done: t(`${kind}.deleted`, { name: removing?.name ?? "" }),
    onDone: () => setRemoving(null),
  });
  const regionName = (id: string) => regions.find((region) => region.id === id)?.name ?? id;
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => void setUrl({ new: "1" })}>
      {t(`${kind}.add`)}
    </Button>
  );
  return (
    <>
      <PageHeader title={t(`${kind}.title`)} description={t(`${kind}.lead`)} actions={rows.length > 0 && add} />
      {rows.length === 0 ? (
        <EmptyState icon={kind === "hosts" ? <Server /> : <Database />} title={t(`${kind}.empty`)} actions={add}>
          {t(`${kind}.emptyBody`)}
        </EmptyState>
      ) : (
        <Table label={t(`${kind}.title`)}>
          <TableHead>
            <TableRow>
              <Th>{t("columns.name")}</Th>
              <Th>{t(`${kind}.idColumn`)}</Th>
              <Th>{t("columns.region")}</Th>
              <Th>{t("columns.address")}</Th>
              <Th>{t("columns.version")}</Th>
              {kind === "polardb" && <Th>{t("polardb.free")}</Th>}
              <Th>{t("columns.seen")}</Th>
              <Th className="text-right">{t("columns.tasks")}</Th>
              <Th className="text-right">{t("columns.actions")}</Th>
            </TableRow>
          </TableHead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={row.id}>
                <Td className="font-medium whitespace-nowrap">
                  {row.name}
                  {row.note && <span className="block max-w-72 truncate text-xs font-normal text-muted">{row.note}</span>}
                </Td>
                <Td className="whitespace-nowrap">
                  <span className="code">{row.id}</span>
                  <CopyButton text={row.id} label={t(`${kind}.idColumn`)} />
                </Td>
                <Td className="whitespace-nowrap">{regionName(row.regionId)}</Td>
                <Td className="code whitespace-nowrap">
                  {row.address}:{row.port}
                </Td>
                <Td className="whitespace-nowrap">
                  {row.serverVersion ?? ("engineVersion" in row && row.engineVersion ? row.engineVersion : <span className="text-muted">—</span>)}
                </Td>
                {kind === "polardb" && (
                  <Td className="nums whitespace-nowrap">
                    {!("freeBytes" in row) || row.freeBytes === null || row.freeAtMs === null ? (
                      <span className="text-muted">—</span>
                    ) : (
                      <>
                        {row.storageBytes === null ? t("polardb.freeAlone", { free: String(inGib(row.freeBytes)) }) : t("polardb.freeOf", { free: String(inGib(row.freeBytes)), storage: String(inGib(row.storageBytes)) })}
                        <span className="block text-xs text-muted">{t("polardb.freeAt", { date: format.dateTime(row.freeAtMs) })}</span>
                      </>
                    )}
                  </Td>
                )}
                <Td className="whitespace-nowrap text-muted">{row.lastSeenAtMs === null ? t("neverSeen") : <Time ms={row.lastSeenAtMs} form="relative" />}</Td>
                <Td className="text-right">{row.taskCount}</Td>
                <Td className="text-right whitespace-nowrap">
                  <IconButton label={t("edit", { name: row.name })} icon={<Pencil aria-hidden />} onClick={() => setEdited(row)} className="text-muted" />
                  <IconButton label={t("remove", { name: row.name })} icon={<Trash2 aria-hidden />} onClick={() => setRemoving(row)} className="text-muted" />
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {(url.new || edited) && (
        <ServerForm
          kind={kind}
          regions={regions}
          edited={edited}
          {...(url.region ? { defaultRegionId: url.region } : {})}
          onClose={() => {
            setEdited(null);
            void setUrl({ new: null });
          }}
        />
      )}
      {removing && (
        <RemoveDialog
          title={t(`${kind}.deleteTitle`, { name: removing.name })}
          body={removing.taskCount > 0 ? `${t(`${kind}.deleteBody`)} ${t("inUse", { count: removing.taskCount })}.` : t(`${kind}.deleteBody`)}
          pending={remove.isPending}
          onClose={() => setRemoving(null)}
          onConfirm={() => remove.mutate({ id: removing.id })}
        />
      )}
    </>
  );
}
