import alerts from "@/messages/en/alerts.json";
import auth from "@/messages/en/auth.json";
import charts from "@/messages/en/charts.json";
import command from "@/messages/en/command.json";
import common from "@/messages/en/common.json";
import configuration from "@/messages/en/configuration.json";
import create from "@/messages/en/create.json";
import cutover from "@/messages/en/cutover.json";
import decision from "@/messages/en/decision.json";
import endpoints from "@/messages/en/endpoints.json";
import help from "@/messages/en/help.json";
import list from "@/messages/en/list.json";
import logs from "@/messages/en/logs.json";
import modification from "@/messages/en/modification.json";
import objects from "@/messages/en/objects.json";
import overview from "@/messages/en/overview.json";
import performance from "@/messages/en/performance.json";
import positionReset from "@/messages/en/position-reset.json";
import precheck from "@/messages/en/precheck.json";
import resources from "@/messages/en/resources.json";
import schemaChanges from "@/messages/en/schema-changes.json";
import settings from "@/messages/en/settings.json";
import shell from "@/messages/en/shell.json";
import skips from "@/messages/en/skips.json";
import status from "@/messages/en/status.json";
import taskLogs from "@/messages/en/task-logs.json";
import taskPage from "@/messages/en/task-page.json";
import tasks from "@/messages/en/tasks.json";
import usage from "@/messages/en/usage.json";
import verification from "@/messages/en/verification.json";
import wizard from "@/messages/en/wizard.json";

/** One namespace per feature and file. A new file is one import and one name here. */
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
