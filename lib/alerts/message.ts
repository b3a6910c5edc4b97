import type { Locale } from "../languages/locales";
import { translationFor } from "../languages/translation";
import type { AlertKind } from "./rules";

export interface AlertMessage {
  readonly what: "raised" | "cleared" | "test";
  readonly kind: AlertKind | null;
  readonly taskId: string | null;
  readonly taskName: string | null;
  readonly atMs: number;
  /** One line: what, which task. */
  readonly title: string;
  /** The one-line cause of the status page. */
  readonly cause: string;
  /** The task's page. */
  readonly link: string;
}

const names: Readonly<Record<AlertKind, string>> = {
  lag: "Lag is high.",
  state: "The task is not synchronizing.",
  runway: "The binlog runway is short.",
  "no-progress": "The task makes no progress.",
  "full-load": "The full load takes long.",
  verification: "Verification found differences.",
  "worker-lost": "The worker is lost.",
  "destination-full": "The destination is full.",
  "destination-space": "The destination has little space left.",
  reminder: "Reminder of a pause.",
};

/** A message in the language of its channel. */
export function alertMessage(given: { what: AlertMessage["what"]; kind: AlertKind | null; taskId: string | null; taskName: string | null; cause: string; atMs: number; baseUrl: string; language: string }): AlertMessage {
  const { what, kind, taskId, taskName, atMs } = given;
  const say = translationFor(given.language as Locale)?.phrase ?? ((english: string) => english);
  const title = kind === null ? say("This is a test of the alert channel.") : what === "cleared" ? say(`Cleared: ${taskName}. ${say(names[kind])}`) : say(`Alert: ${taskName}. ${say(names[kind])}`);
  return { what, kind, taskId, taskName, atMs, title, cause: given.cause === "" ? "" : say(given.cause), link: taskId === null ? `${given.baseUrl}/alerts` : `${given.baseUrl}/sync/${taskId}` };
}
