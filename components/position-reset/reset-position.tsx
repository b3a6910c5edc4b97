"use client";
import { Crosshair } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskDetail } from "@/lib/tasks/view";
import { usePerson } from "../shell/person";
import { Button } from "../ui/button";

// Nobody waits for a dialog that is not open.
const ResetDialog = dynamic(() => import("./reset-dialog").then((module) => module.ResetDialog), { ssr: false });

/** Let a task that stands still go on somewhere else. */
export function ResetPosition({ task }: { task: TaskDetail }) {
  const t = useTranslations("positionReset");
  const { mayOperate } = usePerson();
  const [open, setOpen] = useState(false);
  const stands = task.status.status === "paused" || task.status.status === "failed";
  if (!mayOperate || !stands || task.status.phase !== "stream") return null;
  return (
    <>
      <Button icon={<Crosshair aria-hidden />} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && <ResetDialog task={task} onClose={() => setOpen(false)} />}
    </>
  );
}
