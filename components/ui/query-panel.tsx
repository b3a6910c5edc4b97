"use client";
import { RotateCw } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { RouteError } from "@/lib/http/fetch-json";
import { Button } from "./button";
import { Notice } from "./notice";

/** What a panel needs of its query. */
interface PanelQuery<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/** Longer than this is said in words. Milliseconds. */
const slowMs = 4_000;

/**
 * A panel whose content is asked for: grey shapes first, what was answered once there is an answer, and when there is none the reason with a way to ask
 * again. It never says "nothing" before it knows. What was shown stays while it is asked for again.
 */
export function QueryPanel<T>({
  query,
  skeleton,
  className,
  children,
}: {
  query: PanelQuery<T>;
  skeleton: ReactNode;
  /** Around what stands in for the content. */ className?: string;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  return <div className={className}>{query.error === null ? <Waiting skeleton={skeleton} /> : <Failed query={query} />}</div>;
}

function Waiting({ skeleton }: { skeleton: ReactNode }) {
  const t = useTranslations("common");
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy className="flex flex-col gap-2">
      <p role="status" className="text-sm text-muted empty:hidden">
        {slow && t("stillLoading")}
      </p>
      {skeleton}
    </div>
  );
}

function Failed({ query }: { query: Omit<PanelQuery<unknown>, "data"> }) {
  const t = useTranslations("common");
  const said = query.error instanceof RouteError && query.error.status !== 0 ? query.error.error : null;
  return (
    <Notice
      tone="bad"
      title={t("loadFailed.title")}
      actions={
        <Button size="sm" icon={<RotateCw aria-hidden />} pending={query.isFetching} onClick={() => void query.refetch()}>
          {t("retry")}
        </Button>
      }
    >
      <p>{said ? `${said.message} ${said.remedy}` : t("loadFailed.offline")}</p>
      {said?.requestId && <p className="code mt-1 text-xs text-muted">{t("loadFailed.request", { id: said.requestId })}</p>}
    </Notice>
  );
}
