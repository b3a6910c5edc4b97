"use client";
import { CircleCheck, CircleSlash, Clock, LoaderCircle, OctagonX, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { JobStatus, VerifiedState } from "@/lib/verification/schema";
import { Badge } from "../ui/badge";

const looks = {
  waiting: { tone: "idle", icon: Clock },
  running: { tone: "info", icon: LoaderCircle },
  passed: { tone: "ok", icon: CircleCheck },
  match: { tone: "ok", icon: CircleCheck },
  different: { tone: "bad", icon: TriangleAlert },
  failed: { tone: "bad", icon: OctagonX },
  skipped: { tone: "warn", icon: CircleSlash },
  cancelled: { tone: "idle", icon: CircleSlash },
} as const;

export function JobStatusBadge({ status }: { status: JobStatus | VerifiedState }) {
  const t = useTranslations("verification.status");
  const { tone, icon: Icon } = looks[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(status)}
    </Badge>
  );
}
