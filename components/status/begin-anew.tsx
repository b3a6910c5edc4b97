"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { TaskDetail } from "@/lib/tasks/view";
import { useFormat } from "../formatting/use-format";
import { usePerson } from "../shell/person";
import { useTaskAction } from "../tasks/use-task-action";
import { Button } from "../ui/button";
import { workedMs } from "./worked";

const TaskDialogs = dynamic(() => import("../tasks/task-dialogs").then((module) => module.TaskDialogs), { ssr: false });

/** The only way on when the source no longer has what comes next: everything is copied again. What that costs is known from the first copy. */
export function BeginAnew({ task }: { task: TaskDetail }) {
  const t = useTranslations("status.anew");
  const tAction = useTranslations("tasks.actions");
  const format = useFormat();
  const person = usePerson();
  const action = useTaskAction(task);
  const [asking, setAsking] = useState(false);
  const { progress, phaseTimes } = task;
  const load = progress?.load;
  const took = phaseTimes.load?.endedAtMs ? workedMs(phaseTimes.load, task.status, null) : null;
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="nums">
        {load && load.rows > 0
          ? took === null
            ? t("cost", { rows: format.count(load.rows), bytes: format.bytes(load.bytes) })
            : t("costAndTime", { rows: format.count(load.rows), bytes: format.bytes(load.bytes), duration: format.duration(took) })
          : t("costUnknown")}
      </p>
      {person.mayOperate && task.allowed.reset && (
        <Button variant="primary" onClick={() => setAsking(true)}>
          {tAction("resetAsk")}
        </Button>
      )}
      {asking && (
        <TaskDialogs
          task={task}
          dialog="reset"
          pending={action.isPending}
          onRun={(kind, extra = {}) => action.mutate({ kind, ...extra }, { onSuccess: (result) => result.ok && setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
