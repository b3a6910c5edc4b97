"use client";
import { Network } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { ReachabilityView } from "@/lib/tasks/view";
import { Time } from "../formatting/time";
import { PageHeader } from "../shell/page-header";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { EmptyState } from "../ui/empty-state";
import { Table, TableHead, TableRow, Td, Th } from "../ui/table";

/** What must be let in, and what was reached. */
export function NetworkScreen({ addresses, tasks }: { addresses: readonly string[]; tasks: readonly ReachabilityView[] }) {
  const t = useTranslations("resources.network");
  const tCommon = useTranslations("common");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="flex flex-col gap-4">
        <Card
          title={t("cidrs")}
          description={t("cidrsLead")}
          actions={
            addresses.length > 0 && (
              <CopyButton text={addresses.join(",")} label={t("cidrs")}>
                {tCommon("copy")}
              </CopyButton>
            )
          }
        >
          {addresses.length === 0 ? (
            <p className="text-sm text-muted">{t("none")}</p>
          ) : (
            <ul className="flex flex-wrap gap-2">
              {addresses.map((address) => (
                <li key={address} className="code rounded-md bg-idle-chip px-2 py-1 text-sm">
                  {address}
                </li>
              ))}
            </ul>
          )}
        </Card>
        <div>
          <h2 className="mb-2 text-base font-semibold">{t("rules")}</h2>
          {tasks.length === 0 ? (
            <EmptyState icon={<Network />} title={t("empty")} />
          ) : (
            <Table label={t("rules")}>
              <TableHead>
                <TableRow>
                  <Th>{t("task")}</Th>
                  <Th>{t("source")}</Th>
                  <Th>{t("destination")}</Th>
                  <Th>{t("checked")}</Th>
                </TableRow>
              </TableHead>
              <tbody>
                {tasks.map((task) => (
                  <TableRow key={task.id}>
                    <Td className="max-w-72">
                      <Link href={`/sync/${task.id}`} className="link inline-flex min-h-6 max-w-full items-center">
                        <span className="truncate">{task.name}</span>
                      </Link>
                    </Td>
                    <Td className="code whitespace-nowrap">{task.source}</Td>
                    <Td className="code whitespace-nowrap">{task.destination}</Td>
                    <Td className="whitespace-nowrap text-muted">{task.checkedAtMs === null ? t("never") : <Time ms={task.checkedAtMs} form="relative" />}</Td>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          )}
        </div>
      </div>
    </>
  );
}
