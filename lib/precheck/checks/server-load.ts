import { busyThreads, type LoadFigures, readLoad } from "../load-figures";
import type { Check, LabelledValue } from "../check";
import { value } from "../fixes";
import { speaker } from "../text";

const say = speaker("server-load", {
  topic: "Load of both servers",
  source: "The source is busy: {count} sessions run statements",
  destination: "The destination is busy: {count} sessions run statements",
  required: "fewer than {count}, and processors below 30 % when existing data is copied",
  why: "The copy of existing data adds reads at the source and writes at the destination, and takes longer where others work. Start it at a quiet time, or limit its speed.",
});

export const serverLoad: Check = {
  id: "server-load", code: "CHECK_LOAD", side: "both", severity: "warning", ignorable: true, measured: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const looks: { role: "source" | "destination"; load: LoadFigures }[] = [];
    for (const role of ["source", "destination"] as const) {
      context.note(role, "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_running', …)");
      looks.push({ role, load: await context.use(role, (connection) => readLoad(connection, context.signal)) });
    }
    const observed = looks.flatMap(({ role, load }): LabelledValue[] => [
      value(`${role}: Threads_running`, load.threadsRunning),
      value(`${role}: Threads_connected / max_connections`, `${load.threadsConnected} / ${load.maxConnections}`),
      value(`${role}: Questions/s`, Math.round(load.statementsPerSecond)),
      value(`${role}: InnoDB rows written/s`, Math.round(load.rowsWrittenPerSecond)),
      value(`${role}: InnoDB reads from disk`, load.readsFromDisk === null ? null : `${Math.round(load.readsFromDisk * 100)} %`),
      value(`${role}: InnoDB dirty pages`, load.dirtyPages === null ? null : `${Math.round(load.dirtyPages * 100)} %`),
    ]);
    const most = context.input.options.busyThreads ?? busyThreads;
    const busy = looks.find(({ load }) => load.threadsRunning >= most);
    if (!busy) return { status: "passed", observed };
    return {
      status: "warning", title: say(busy.role, { count: busy.load.threadsRunning }), observed, required: [{ ...value(`${busy.role}: Threads_running`, ""), value: say("required", { count: most }) }], why: say("why"),
      step: "initialization",
    };
  },
};
