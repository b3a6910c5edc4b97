"use client";
import { CircleCheck, Hourglass, LoaderCircle, OctagonX, Undo2, UserRound, Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ConnectionTest, NetworkAccess, NetworkSide } from "@/lib/endpoints/view";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Collapsible } from "../ui/collapsible";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { ConnectionFailure } from "./connection-failure";
import { ConnectionLadder } from "./connection-ladder";
import { FixTabs } from "./fix-tabs";

interface Props {
  /** Rule and port are null before the first answer. */
  side: { readonly side: "source" | "destination"; readonly name: string; readonly port: number | null; readonly rule: NetworkSide["rule"] | null; readonly access?: NetworkAccess; readonly test: Pick<ConnectionTest, "rungs" | "failure" | "failedRung" | "ok"> };
  checking: boolean;
  sameServer: boolean;
  onRevert?: (() => void) | undefined;
  onAddAgain?: (() => void) | undefined;
  busy?: boolean;
}

/** One endpoint: the rule it needs, in forms to copy, and the ladder that proves it. */
export function NetworkSideCard({ side, checking, sameServer, onRevert, onAddAgain, busy = false }: Props) {
  const t = useTranslations("endpoints");
  const { test, rule, access } = side;
  const isAutomatic = access?.mode === "automatic";
  // Whoever got to a greeting has passed the network: what is missing then is the account, not a rule.
  const admitted = test.ok || test.failedRung === "login" || test.failedRung === "select" || test.failedRung === "tls";
  const request = rule?.fixes.find((fix) => fix.kind === "request");
  const state = checking ? (
    <Badge tone="info" icon={<LoaderCircle aria-hidden />}>
      {t("network.checkingState")}
    </Badge>
  ) : access?.status === "failed" ? (
    <Badge tone="bad" icon={<OctagonX aria-hidden />}>
      {t("network.failedState")}
    </Badge>
  ) : access?.status === "reverted" && !admitted ? (
    <Badge tone="warn" icon={<Undo2 aria-hidden />}>
      {t("network.reverted")}
    </Badge>
  ) : access?.status === "added" ? (
    <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
      {t("network.added")}
    </Badge>
  ) : admitted || access?.status === "present" ? (
    <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
      {t("network.present")}
    </Badge>
  ) : (
    <Badge tone="warn" icon={<Hourglass aria-hidden />}>
      {t("network.waiting")}
    </Badge>
  );
  return (
    <Card
      title={t(side.side === "source" ? "network.sourceTitle" : "network.destinationTitle", { name: side.name })}
      actions={
        <>
          <Badge icon={isAutomatic ? <Workflow aria-hidden /> : <UserRound aria-hidden />}>{t(isAutomatic ? "network.automatic" : "network.manual")}</Badge>
          {state}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {rule && (
          <section aria-label={t("network.ruleOf", { name: side.name })}>
            <p className="flex flex-wrap items-center gap-x-2 text-sm">
              <span className="font-medium">{t("network.rule")}</span>
              <span className="code">{rule.sentence}</span>
            </p>
            {access?.status === "failed" && !checking && (
              <Notice tone="bad" title={t("network.adapterFailed")} className="my-2">
                <p className="code break-all">{access.detail}</p>
                <p>{t("network.adapterFailedHelp")}</p>
              </Notice>
            )}
            {isAutomatic && access.status !== "failed" && !checking && (
              <p className="my-1 flex flex-wrap items-center gap-2 text-sm text-muted">
                {access.status === "present" && <span>{t("network.presentHelp")}</span>}
                {access.status === "added" && <span>{t(access.removeOnRelease ? "network.removedOnRelease" : "network.staysOnRelease")}</span>}
                {access.status === "reverted" ? (
                  <Button size="sm" pending={busy} onClick={onAddAgain}>
                    {t("network.addAgain")}
                  </Button>
                ) : (
                  access.status === "added" && (
                    <Button size="sm" icon={<Undo2 aria-hidden />} pending={busy} onClick={onRevert}>
                      {t("network.revert")}
                    </Button>
                  )
                )}
              </p>
            )}
            {admitted || (isAutomatic && access.status !== "failed") ? (
              <Collapsible summary={t("network.ruleForms")} className="mt-1">
                <FixTabs label={t("network.ruleOf", { name: side.name })} fixes={rule.fixes} />
              </Collapsible>
            ) : (
              <>
                <p className="mb-2 text-xs text-muted">{t("network.manualHelp")}</p>
                <FixTabs label={t("network.ruleOf", { name: side.name })} fixes={rule.fixes} />
              </>
            )}
            {request && !admitted && !isAutomatic && (
              <CopyButton text={request.body} label={`${t("network.copyRequest")}: ${side.name}`} className="mt-2">
                {t("network.copyRequest")}
              </CopyButton>
            )}
          </section>
        )}
        <section>
          <h3 className="mb-1 text-sm font-medium">{t("network.proof")}</h3>
          <ConnectionLadder
            label={t("ladder.label", { name: side.name })}
            rungs={test.rungs}
            checking={checking}
            // The rule stands above; repeating its commands here would only be longer.
            failure={test.failure && <ConnectionFailure failure={test.failure} fixes={admitted ? test.failure.fixes : []} />}
          />
          {sameServer && test.ok && <p className="mt-1 text-sm text-bad">{t("network.sameServer")}</p>}
        </section>
      </div>
    </Card>
  );
}
