/**
 * Which controls the remedies of errors and checks name, and where each is (console.md §7.3). A remedy is read when something is wrong: what it
 * names must be there, under that name. `remedy-controls.test.ts` holds that every name is in this table, the browser test that every control of
 * the table is on its page.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCatalogue } from "@/lib/errors/catalogue";
import "@/lib/precheck/run";
import { spokenTexts } from "@/lib/precheck/text";

export type Language = "en" | "zh-CN";

/**
 * `task`: the page of the task that the error stopped. `menu`: the menu of its actions there. `statement`: the card of a schema change that was
 * refused. The others are in the wizard, for what is set up anew: its list of steps, and two of them.
 */
export type ControlPlace = "task" | "menu" | "statement" | "steps" | "objects" | "initialization";

export interface NamedControl {
  readonly place: ControlPlace;
  readonly role: "button" | "menuitem" | "radio" | "checkbox" | "combobox" | "link";
  /** Its accessible name, as a message of the catalogues. */
  readonly label: string;
  /** How remedies speak of it. A name stands as the control has it, in Chinese in quotes; a verb as a sentence takes it. */
  readonly says: Readonly<Record<Language, RegExp>>;
}

export const namedControls = {
  reset: { place: "menu", role: "menuitem", label: "tasks.actions.reset", says: { en: /\bresets? the task\b|\bis reset\b/i, "zh-CN": /重置同步作业/ } },
  resume: { place: "menu", role: "menuitem", label: "tasks.actions.resume", says: { en: /\bresume\b/i, "zh-CN": /恢复(同步)?作业/ } },
  modifyObjects: { place: "menu", role: "menuitem", label: "tasks.actions.modifyObjects", says: { en: /\bModify Objects to Synchronize\b/, "zh-CN": /“修改同步对象”/ } },
  connection: {
    place: "menu",
    role: "menuitem",
    label: "tasks.actions.changeConnection",
    says: { en: /\baccount and password of the (source|destination) endpoint\b|\bPoint the endpoint\b|\benter the passwords again\b/, "zh-CN": /更正(源库|目标库)的账号和密码|将连接改回|重新填写密码/ },
  },
  retry: { place: "task", role: "button", label: "tasks.actions.retryNow", says: { en: /\b(and|then) retry\b/, "zh-CN": /(处理|消除原因)后重试/ } },
  report: { place: "task", role: "button", label: "status.error.copyBundle", says: { en: /\bthe diagnostic bundle\b/, "zh-CN": /诊断信息/ } },
  editStatement: { place: "statement", role: "button", label: "schemaChanges.decision.edit.button", says: { en: /\brun another statement instead\b|\bedit (or|it)\b/, "zh-CN": /改为执行其他语句|修改、跳过|请编辑后/ } },
  skipStatement: { place: "statement", role: "button", label: "schemaChanges.decision.skip.button", says: { en: /\bskip (it|the statement)\b/, "zh-CN": /跳过(它|该语句)/ } },
  doneStatement: { place: "statement", role: "button", label: "schemaChanges.decision.done.button", says: { en: /\bmark (it|the statement) as done\b/, "zh-CN": /标记为已完成/ } },
  endpoints: { place: "steps", role: "link", label: "wizard.steps.endpoints", says: { en: /\bthe step Endpoints\b/, "zh-CN": /“源库和目标库”/ } },
  ignoreMode: { place: "objects", role: "radio", label: "objects.mode.ignore", says: { en: /\bprocessing mode Ignore\b/, "zh-CN": /“忽略报错并继续执行”/ } },
  interceptMode: { place: "objects", role: "radio", label: "objects.mode.intercept", says: { en: /\bPre-check and Intercept\b/, "zh-CN": /“预检查并报错拦截”/ } },
  conflicts: { place: "objects", role: "combobox", label: "objects.settings.conflictPolicy.label", says: { en: /\bunder Conflicts\b/, "zh-CN": /“冲突处理”/ } },
  capitalization: { place: "objects", role: "combobox", label: "objects.settings.capitalization.label", says: { en: /\bunder Capitalization of object names\b/, "zh-CN": /“目标库对象名称大小写策略”|“DTS 默认策略”/ } },
  schema: { place: "initialization", role: "checkbox", label: "wizard.initialization.schema", says: { en: /\bInitial Schema Synchronization\b/, "zh-CN": /“结构初始化”/ } },
} as const satisfies Record<string, NamedControl>;

export type ControlName = keyof typeof namedControls;

const controls = Object.entries(namedControls) as [ControlName, NamedControl][];

export function controlsNamedIn(text: string, language: Language): ControlName[] {
  return controls.flatMap(([name, { says }]) => (says[language].test(text) ? [name] : []));
}

/** What a control of the table is called in that language. */
export function labelOf(name: ControlName, language: Language): string {
  const [namespace = "", ...path] = namedControls[name].label.split(".");
  const found = messageAt(messagesOf(language, namespace.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)), path);
  if (found === undefined) throw new Error(`no message ${namedControls[name].label}`);
  return found;
}

// Read, not imported: the browser tests' loader takes no JSON modules.
function messagesOf(language: Language, file: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../messages", language, `${file}.json`), "utf8"));
}

function messageAt(messages: unknown, path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], messages);
  return typeof found === "string" ? found : undefined;
}

export interface Remedy {
  /** `error:<code>`, or `check:<key>`. */
  readonly id: string;
  readonly text: Readonly<Record<Language, string>>;
}

/** The remedies of all errors, and all that checks say. */
export function remedies(): Remedy[] {
  const [chineseErrors, chineseChecks] = [messagesOf("zh-CN", "errors"), messagesOf("zh-CN", "checks")];
  return [
    ...Object.entries(errorCatalogue).map(([code, { remedy }]) => ({ id: `error:${code}`, text: { en: remedy, "zh-CN": messageAt(chineseErrors, [code, "remedy"]) ?? "" } })),
    ...[...spokenTexts].map(([key, text]) => ({ id: `check:${key}`, text: { en: text, "zh-CN": messageAt(chineseChecks, key.split(".")) ?? "" } })),
  ];
}

/** Words that a remedy of an error may write with a capital within a sentence, and that name no control of ours. */
const properNames = new Set(["MySQL", "Tributary", "TLS", "CA", "UUID", "XA", "RECOVER", "COMMIT", "ROLLBACK", "GRANT", "ROW", "FULL", "MINIMAL", "NOBLOB", "XA_RECOVER_ADMIN", "SET", "GLOBAL", "OFF", "OFF_PERMISSIVE"]);

/** Names in a remedy that no control of the table has: capitals within a sentence in English (errors only: checks speak of variables and statements), quotes in Chinese. */
export function unknownNames({ id, text }: Remedy): string[] {
  const rest = (language: Language) => controls.reduce((left, [, { says }]) => left.replace(new RegExp(says[language], `${says[language].flags}g`), " "), text[language]);
  const quoted = [...rest("zh-CN").matchAll(/“([^”]+)”/g)].map((found) => found[1]!).filter((name) => !/^\{\w+\}$/.test(name));
  if (!id.startsWith("error:")) return quoted;
  const capitals = [...rest("en").matchAll(/(?<![.:;!?]\s)(?<!^)(?<![\w=-])[A-Z][\w-]*/g)].map((found) => found[0]).filter((name) => !properNames.has(name));
  return [...quoted, ...capitals];
}

/** Verbs of the console's buttons. A remedy that takes one of them speaks of a button, or of something elsewhere that the second list knows. */
const verbs = /\b(reset|resume|start|pause|retry|release|skip|edit|mark|verify|precheck|rename|configure|modify)\w*\b/gi;
const elsewhere: readonly RegExp[] = [/start the initial load again/i, /Before a start: or rename the object so that a new table is created/, /Release or reconfigure what uses it/, /Nothing was skipped/, /while retries go on/, /The log was reset/, /--modify/, /the marked fields/];

/** Verbs of buttons in a remedy of an error that neither the table nor the list of exceptions explains. */
export function unexplainedVerbs({ text }: Remedy): string[] {
  let rest = text.en;
  for (const [, { says }] of controls) rest = rest.replace(new RegExp(says.en, `${says.en.flags}g`), " ");
  for (const exception of elsewhere) rest = rest.replace(exception, " ");
  return [...rest.matchAll(verbs)].map((found) => found[0]);
}
