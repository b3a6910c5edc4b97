import { MapPin } from "lucide-react";
import type { Metadata } from "next";
import { CreateForm } from "@/components/create/create-form";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { requireUser } from "@/lib/auth/session";
import { listRegions } from "@/lib/resources/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("create");
  return { title: t("title") };
}

export default async function CreateInstancePage() {
  await requireUser();
  const [t, shell, tasks, regions] = await Promise.all([serverTranslator("create"), serverTranslator("shell"), serverTranslator("tasks"), listRegions()]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/sync", label: tasks("title") }, { label: t("title") }]} />}
        title={t("title")}
        description={t("lead")}
      />
      {regions.length === 0 ? (
        <EmptyState
          icon={<MapPin />}
          title={t("noRegion.title")}
          actions={
            <ButtonLink variant="primary" href="/resources/regions?new=1">
              {t("noRegion.action")}
            </ButtonLink>
          }
        >
          {t("noRegion.body")}
        </EmptyState>
      ) : (
        <CreateForm regions={regions} />
      )}
    </>
  );
}
