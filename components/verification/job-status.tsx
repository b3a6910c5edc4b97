"use client";
import { CircleCheck, CircleSlash, Clock, LoaderCircle, OctagonX, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { JobStatus, VerifiedState } from "@/lib/verification/schema";
import { StateBadge, type StateLook } from "../ui/state-badge";

const looks: Record<JobStatus | VerifiedState, StateLook> = {
  waiting: { tone: "idle", icon: Clock },
  running: { tone: "info", icon: LoaderCircle },
  passed: { tone: "ok", icon: CircleCheck },
  match: { tone: "ok", icon: CircleCheck },
  different: { tone: "bad", icon: TriangleAlert },
  failed: { tone: "bad", icon: OctagonX },
  skipped: { tone: "warn", icon: CircleSlash },
  cancelled: { tone: "idle", icon: CircleSlash },
};

export function JobStatusBadge({ status }: { status: JobStatus | VerifiedState }) {
  const t = useTranslations("verification.status");
  return <StateBadge look={looks[status]}>{t(status)}</StateBadge>;
}
