import alerts from "@/messages/zh-CN/alerts.json";
import auth from "@/messages/zh-CN/auth.json";
import charts from "@/messages/zh-CN/charts.json";
import command from "@/messages/zh-CN/command.json";
import common from "@/messages/zh-CN/common.json";
import configuration from "@/messages/zh-CN/configuration.json";
import create from "@/messages/zh-CN/create.json";
import cutover from "@/messages/zh-CN/cutover.json";
import decision from "@/messages/zh-CN/decision.json";
import endpoints from "@/messages/zh-CN/endpoints.json";
import help from "@/messages/zh-CN/help.json";
import list from "@/messages/zh-CN/list.json";
import logs from "@/messages/zh-CN/logs.json";
import modification from "@/messages/zh-CN/modification.json";
import objects from "@/messages/zh-CN/objects.json";
import overview from "@/messages/zh-CN/overview.json";
import performance from "@/messages/zh-CN/performance.json";
import phrasesByEnglish from "@/messages/zh-CN/phrases.json";
import positionReset from "@/messages/zh-CN/position-reset.json";
import precheck from "@/messages/zh-CN/precheck.json";
import resources from "@/messages/zh-CN/resources.json";
import schemaChanges from "@/messages/zh-CN/schema-changes.json";
import settings from "@/messages/zh-CN/settings.json";
import shell from "@/messages/zh-CN/shell.json";
import skips from "@/messages/zh-CN/skips.json";
import status from "@/messages/zh-CN/status.json";
import taskLogs from "@/messages/zh-CN/task-logs.json";
import taskPage from "@/messages/zh-CN/task-page.json";
import tasks from "@/messages/zh-CN/tasks.json";
import usage from "@/messages/zh-CN/usage.json";
import verification from "@/messages/zh-CN/verification.json";
import wizard from "@/messages/zh-CN/wizard.json";

import type { messages as english } from "./messages-en";

/** As messages-en.ts: a new file is one import and one name here. */
// One a line: two new namespaces do not meet.
export const messages = {
  alerts,
  auth,
  charts,
  command,
  common,
  configuration,
  create,
  cutover,
  decision,
  endpoints,
  help,
  list,
  logs,
  modification,
  objects,
  overview,
  performance,
  positionReset,
  precheck,
  resources,
  schemaChanges,
  settings,
  shell,
  skips,
  status,
  taskLogs,
  taskPage,
  tasks,
  usage,
  verification,
  wizard,
};

export const phrases: Readonly<Record<string, string>> = phrasesByEnglish;

/** What `Theirs` has and `Ours` has not, as paths. */
type Missing<Theirs, Ours, Path extends string = ""> = {
  [Key in keyof Theirs & string]: Key extends keyof Ours
    ? Theirs[Key] extends string
      ? never
      : Missing<Theirs[Key], Ours[Key], `${Path}${Key}.`>
    : `${Path}${Key}`;
}[keyof Theirs & string];

/** The compiler names a key that one language has and the other has not. */
const sameKeys: { missing: never; leftOver: never } = null as never as {
  missing: Missing<typeof english, typeof messages>;
  leftOver: Missing<typeof messages, typeof english>;
};
void sameKeys;
