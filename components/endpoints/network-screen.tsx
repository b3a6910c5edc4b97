"use client";
import { useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { NetworkCheck, Rung } from "@/lib/endpoints/view";
import { rungNames } from "@/lib/endpoints/view";
import { checkNetwork, revertNetworkRule } from "@/lib/tasks/actions";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { announce } from "../ui/live-region";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { showToast } from "../ui/toast";
import { draftOptions } from "../wizard/draft-query";
import { useWizard } from "../wizard/wizard-context";
import { WizardFooter } from "../wizard/wizard-footer";
import { networkKey } from "./network-query";
import { NetworkSideCard } from "./network-side-card";

const untried: readonly Rung[] = rungNames.map((name) => ({ name, status: "waiting", durationMs: null, detail: null }));

/** Step 2: the rules that let the runner in, and the proof how far it gets. Checks by itself when there is no answer yet. */
export function NetworkScreen({ proven }: { proven: boolean }) {
  const t = useTranslations("endpoints");
  const client = useQueryClient();
  const { draft, goTo } = useWizard();
  const { id } = draft;
  const [check, setCheck] = useState<NetworkCheck | null>(() => client.getQueryData<NetworkCheck>(networkKey(id)) ?? null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const say = useCallback(
    (answer: NetworkCheck) => {
      const failed = answer.sides.filter((side) => side.test.failedRung !== null).map((side) => t("network.failedAt", { name: side.name, rung: t(`ladder.rungs.${side.test.failedRung ?? "tcp"}`) }));
      announce(answer.ok ? t("network.allGreen") : answer.sameServer ? t("network.sameServer") : failed.join(" "));
    },
    [t],
  );
  const run = useCallback(async (addAgain?: "source" | "destination") => {
    setPending(true);
    setProblem(null);
    const result = await checkNetwork({ id, ...(addAgain === undefined ? {} : { addAgain }) }).catch(() => null);
    setPending(false);
    if (result?.ok) {
      client.setQueryData(networkKey(id), result.data);
      setCheck(result.data);
      say(result.data);
      void client.invalidateQueries({ queryKey: draftOptions(id).queryKey });
    } else setProblem(result === null ? t("network.checkFailed") : `${result.error.message} ${result.error.remedy}`);
  }, [id, client, say, t]);

  const [reverting, setReverting] = useState(false);
  const revert = async (side: NetworkCheck["sides"][number]) => {
    setReverting(true);
    const result = await revertNetworkRule({ id, side: side.side }).catch(() => null);
    setReverting(false);
    if (!result?.ok || result.data.status === "failed") {
      showToast({ tone: "bad", title: t("network.revertFailed"), ...(result ? { description: result.ok ? result.data.detail : `${result.error.message} ${result.error.remedy}` } : {}) });
      return;
    }
    showToast({ tone: "ok", title: t("network.revertDone", { name: side.name }) });
    await run();
  };

  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    if (check === null) void run();
    else say(check);
  }, [check, run, say]);

  const done = check === null ? proven : check.ok;
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-sm text-muted">{t("network.lead")}</p>
      {problem && (
        <Notice tone="bad" role="alert" title={t("network.checkFailed")}>
          {problem}
        </Notice>
      )}
      {check?.sameServer && (
        <Notice tone="bad" role="alert" title={t("network.sameServer")}>
          {t("network.sameServerHelp")}
        </Notice>
      )}
      <Card
        title={t("network.addresses")}
        description={t("network.addressesHelp")}
        actions={
          check ? (
            <CopyButton text={check.runnerAddresses.join("\n")} label={t("network.copyAll")}>
              {t("network.copyAllShort")}
            </CopyButton>
          ) : (
            <Skeleton className="h-7 w-20" />
          )
        }
      >
        {check ? (
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {check.runnerAddresses.map((address) => (
              <li key={address} className="code">
                {address}
              </li>
            ))}
          </ul>
        ) : (
          <Skeleton className="h-5 w-32" />
        )}
      </Card>
      {/* Its place is kept: what stands below must not move when the answer comes. */}
      <p className="min-h-5 max-w-prose text-sm text-muted">
        {check &&
          (check.otherRunners.length === 0
            ? t("network.triedFrom", { host: check.triedFrom })
            : t("network.triedElsewhere", { host: check.triedFrom, runners: check.otherRunners.join(", "), count: check.otherRunners.length }))}
      </p>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {check
          ? check.sides.map((side) => <NetworkSideCard key={side.side} side={side} checking={pending} sameServer={check.sameServer} busy={reverting || pending} onRevert={() => void revert(side)} onAddAgain={() => void run(side.side)} />)
          : (["source", "destination"] as const).map((side) => <NetworkSideCard key={side} side={{ side, name: nameOf(draft.endpoints, side), port: null, rule: null, test: { rungs: untried, failure: null, failedRung: null, ok: false } }} checking={pending} sameServer={false} />)}
      </div>
      <p className="max-w-prose text-sm text-muted">{t("network.security")}</p>
      <WizardFooter
        note={done ? undefined : t("network.nextBlocked")}
        primary={
          <>
            <Button icon={<RotateCw aria-hidden />} pending={pending} onClick={() => void run()}>
              {t("network.checkAgain")}
            </Button>
            <Button variant="primary" disabled={!done || pending} focusableWhenDisabled onClick={() => goTo("objects")}>
              {t("network.next")}
            </Button>
          </>
        }
      />
    </div>
  );
}

function nameOf(endpoints: ReturnType<typeof useWizard>["draft"]["endpoints"], side: "source" | "destination"): string {
  if (endpoints === null) return "";
  if (side === "destination") return endpoints.destination.clusterId;
  return endpoints.source.kind === "ecs" ? endpoints.source.hostId : endpoints.source.address;
}
