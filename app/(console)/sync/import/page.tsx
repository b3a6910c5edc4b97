import type { Metadata } from "next";
import { ImportForm } from "@/components/configuration/import-form";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { requireUser } from "@/lib/auth/session";
import { listRegions } from "@/lib/resources/data";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("configuration");
  return { title: t("import.title") };
}

export default async function ImportPage() {
  await requireUser();
  const [t, shell, tasks, regions] = await Promise.all([serverTranslator("configuration"), serverTranslator("shell"), serverTranslator("tasks"), listRegions()]);
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb label={shell("breadcrumb")} items={[{ href: "/sync", label: tasks("title") }, { label: t("import.title") }]} />}
        title={t("import.title")}
        description={t("import.lead")}
      />
      <ImportForm regions={regions} />
    </>
  );
}
