import type { Metadata } from "next";
import { serverTranslator } from "@/components/i18n/request";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Kbd } from "@/components/ui/kbd";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTranslator("help");
  return { title: t("title") };
}

const steps = ["resources", "create", "endpoints", "network", "objects", "initialization", "precheck"] as const;
const words = ["lag", "runway", "instance"] as const;

export default async function HelpPage() {
  const t = await serverTranslator("help");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} actions={
          <>
            <ButtonLink href="/help/checks">{t("checks.link")}</ButtonLink>
            <ButtonLink href="/help/errors">{t("errors.link")}</ButtonLink>
          </>
        } />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("flow.title")}>
          <ol className="list-decimal space-y-1.5 pl-5 text-sm">
            {steps.map((step) => (
              <li key={step}>{t(`flow.steps.${step}`)}</li>
            ))}
          </ol>
        </Card>
        <div className="flex flex-col gap-4">
          <Card title={t("words.title")}>
            <dl className="flex flex-col gap-2 text-sm">
              {words.map((word) => (
                <div key={word}>
                  <dt className="font-medium">{t(`words.${word}`)}</dt>
                  <dd className="text-muted">{t(`words.${word}Body`)}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Card title={t("keys.title")}>
            <dl className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-y-2 text-sm">
              <dt>
                <Kbd>[</Kbd>
              </dt>
              <dd>{t("keys.rail")}</dd>
              <dt className="flex gap-1">
                <Kbd>←</Kbd>
                <Kbd>→</Kbd>
              </dt>
              <dd>{t("keys.chart")}</dd>
              <dt>
                <Kbd>Esc</Kbd>
              </dt>
              <dd>{t("keys.escape")}</dd>
            </dl>
          </Card>
        </div>
      </div>
    </>
  );
}
