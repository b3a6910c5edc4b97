/** Closes what was opened, last first, also when something in between fails. (AsyncDisposableStack, which Node 20 does not have.) */
export class ClosingStack implements AsyncDisposable {
  readonly #open: (() => PromiseLike<void>)[] = [];

  use<T extends AsyncDisposable>(thing: T): T {
    this.#open.push(() => thing[Symbol.asyncDispose]());
    return thing;
  }

  defer(close: () => Promise<void>): void {
    this.#open.push(close);
  }

  /** Closing is the end of an attempt whose outcome is known: a connection that breaks while it is closed changes nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#open.splice(0).reverse()) {
      try {
        await close();
      } catch {
        // See above.
      }
    }
  }
}
