import { expect, type Page } from "@playwright/test";

/** Watches the addresses that the page asks for; `expectNone` looks at those, the document, the storages and the cookies. */
export class SecretWatch {
  readonly #addresses: string[] = [];

  constructor(
    readonly page: Page,
    readonly secrets: readonly string[],
  ) {
    page.on("request", (request) => this.#addresses.push(decodeURIComponent(request.url()), request.headers()["referer"] ?? ""));
  }

  async expectNone(): Promise<void> {
    const places = {
      document: await this.page.content(),
      address: this.page.url(),
      storage: await this.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])),
      requests: this.#addresses.join("\n"),
    };
    const found = Object.entries(places).flatMap(([place, text]) => this.secrets.filter((secret) => text.includes(secret)).map(() => `a secret in: ${place}`));
    expect(found).toEqual([]);
  }
}
