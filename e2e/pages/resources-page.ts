import { expect, type Page } from "@playwright/test";

/** Regions, hosts and clusters: what tasks are made of. */
export class ResourcesPage {
  constructor(readonly page: Page) {}

  async addRegion(region: { id: string; name: string }): Promise<void> {
    await this.page.getByRole("link", { name: "Regions" }).click();
    await this.page.getByRole("button", { name: "Add region" }).click();
    const form = this.page.getByRole("dialog", { name: "Add region" });
    await form.getByRole("textbox", { name: "Region ID" }).fill(region.id);
    await form.getByRole("textbox", { name: "Name", exact: true }).fill(region.name);
    await form.getByRole("button", { name: "Add region" }).click();
    await expect(this.page.getByRole("row").filter({ hasText: region.id })).toBeVisible();
  }

  async registerHost(server: Server): Promise<void> {
    await this.page.getByRole("link", { name: "Hosts" }).click();
    await this.#register("Register a host", "ECS Instance ID", server);
  }

  async registerCluster(server: Server): Promise<void> {
    await this.page.getByRole("link", { name: "PolarDB clusters" }).click();
    await this.#register("Register a cluster", "PolarDB Instance ID", server);
  }

  async #register(title: string, idLabel: string, { id, name, region, address, port, webhook, space }: Server): Promise<void> {
    await this.page.getByRole("button", { name: title }).click();
    const form = this.page.getByRole("dialog", { name: title });
    await form.getByRole("textbox", { name: idLabel }).fill(id);
    await form.getByRole("textbox", { name: "Name", exact: true }).fill(name);
    await form.getByRole("combobox", { name: "Region" }).click();
    await this.page.getByRole("option", { name: region }).click();
    await form.getByRole("textbox", { name: "Address" }).fill(address);
    await form.getByRole("textbox", { name: "Port" }).fill(String(port));
    if (space !== undefined) {
      await form.getByRole("textbox", { name: "Storage" }).fill(space.storage);
      await form.getByRole("textbox", { name: "Free space" }).fill(space.free);
    }
    if (webhook !== undefined) {
      await form.getByRole("combobox", { name: "Network access" }).click();
      await this.page.getByRole("option", { name: "Webhook" }).click();
      await form.getByRole("textbox", { name: "Webhook URL" }).fill(webhook);
    }
    await form.getByRole("button", { name: "Register" }).click();
    await expect(this.page.getByRole("row").filter({ hasText: id })).toBeVisible();
  }
}

interface Server {
  id: string;
  name: string;
  region: string;
  address: string;
  port: number;
  /** URL of the program that lets the runner in. */
  webhook?: string;
  /** GiB of a cluster. */
  space?: { storage: string; free: string };
}
