/** Messages for people who listen: who is told more than one thing in five seconds follows none (console.md §3.6). Pure but for its timer. */
export const spacingMs = 5_000;

/** Says the first message at once, and what comes within five seconds of it together after them; the same thing said twice is said once. */
export class SpacedMessages {
  #saidAtMs = Number.NEGATIVE_INFINITY;
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (message: string) => void) {}

  add(message: string): void {
    const left = this.#saidAtMs + spacingMs - Date.now();
    if (left <= 0 && this.#timer === undefined) return this.#speak([message]);
    if (!this.#waiting.includes(message)) this.#waiting.push(message);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#speak(this.#waiting.splice(0));
    }, left);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }

  #speak(messages: readonly string[]): void {
    this.#saidAtMs = Date.now();
    this.say(messages.join(" "));
  }
}
