/** The task of the soak in a process of its own, which may be killed at any time. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { TaskProcessInput } from "../task-process";

export class SoakTask {
  readonly #child: ChildProcess;
  #output = "";
  #killed = false;
  /** Null while it runs. */
  end: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | null = null;
  readonly ended: Promise<void>;

  constructor(private readonly input: TaskProcessInput) {
    this.#child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "..", "task-process.ts")], {
      stdio: ["pipe", "ignore", "pipe"],
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    });
    this.#child.stdin!.on("error", () => undefined);
    this.#child.stdin!.end(JSON.stringify(input));
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.#output = (this.#output + text).slice(-20_000)));
    this.ended = new Promise((resolve) =>
      this.#child.on("close", (code, signal) => {
        this.end = { code, signal };
        resolve();
      }),
    );
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.#killed = true;
    if (this.end === null) this.#child.kill(signal);
    await this.ended;
  }

  /** Why the task stopped by itself although nobody asked it to; null when it did not. */
  get complaint(): string | null {
    if (this.end === null || (this.end.signal === "SIGKILL" && (this.#killed || this.input.failpoint !== undefined))) return null;
    if (this.#killed && this.end.signal === "SIGTERM") return null; // before it listened
    if (this.end.code === 0 && (this.#killed || this.input.plan.until === "caught-up")) return null;
    return `the task ended with ${this.end.signal ?? this.end.code}:\n${this.#output}`;
  }
}
