import { once } from "node:events";
import { createServer } from "node:http";
import { testServer } from "../lib/testing/servers";
import { destinationAccount, sourceAccount } from "./fixtures/databases";
import { PortForwarder } from "./fixtures/port-forwarder";
import { CreatePage } from "./pages/create-page";
import { EndpointsPage } from "./pages/endpoints-page";
import { ResourcesPage } from "./pages/resources-page";
import { expect, test } from "./test";

interface Asked {
  readonly action: "allow" | "revoke";
  readonly port: number;
  readonly sources: readonly string[];
}

test("the network step adds the source's rule itself, waits for the destination's, and proves both", async ({ page, screens }) => {
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await using wayToSource = await PortForwarder.reserve(source);
  await using wayToDestination = await PortForwarder.reserve(destination);
  const asked: Asked[] = [];
  const webhook = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const rule = JSON.parse(body) as Asked;
    asked.push(rule);
    await (rule.action === "allow" ? wayToSource.open() : wayToSource.shut());
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(webhook, "listening");
  const { port: webhookPort } = webhook.address() as { port: number };

  await page.goto("/");
  const resources = new ResourcesPage(page);
  await resources.registerHost({ id: "i-fenced", name: "Fenced database", region: "Hangzhou", address: "127.0.0.1", port: wayToSource.port, webhook: `http://127.0.0.1:${webhookPort}/rules` });
  await resources.registerCluster({ id: "pc-fenced", name: "Fenced cluster", region: "Hangzhou", address: "127.0.0.1", port: wayToDestination.port, space: { storage: "100", free: "60" } });
  await expect(page.getByRole("row").filter({ hasText: "pc-fenced" })).toContainText("60 GiB of 100 GiB");
  await screens.picture("clusters", "window");

  await page.goto("/sync/new");
  await new CreatePage(page).createAndConfigure.click();
  const endpoints = new EndpointsPage(page);
  await endpoints.choose(endpoints.host, "i-fenced");
  await endpoints.account("source").fill(sourceAccount.user);
  await endpoints.password("source").fill(sourceAccount.password);
  await endpoints.choose(endpoints.cluster, "pc-fenced");
  await endpoints.account("destination").fill(destinationAccount.user);
  await endpoints.password("destination").fill(destinationAccount.password);
  await endpoints.primary.click();
  await expect(page).toHaveURL(/\/configure\/network$/);

  const card = (name: string) => page.getByRole("region", { name });
  const rung = (name: string, step: string) => page.getByRole("list", { name: `Connection to ${name}` }).getByRole("listitem").filter({ hasText: step });
  await test.step("the source's rule was added by its adapter, with the runner's addresses", async () => {
    await expect(page.getByRole("heading", { name: "Runner addresses" })).toBeVisible();
    await expect(card("Source: i-fenced")).toContainText("Automatic");
    await expect(card("Source: i-fenced").getByText("Added", { exact: true })).toBeVisible();
    await expect(rung("i-fenced", "SELECT 1")).toContainText("passed");
    expect(asked.map(({ action, port }) => [action, port])).toEqual([["allow", wayToSource.port]]);
    for (const address of asked[0]!.sources) await expect(page.getByRole("listitem").filter({ hasText: address }).first()).toBeVisible();
  });

  await test.step("the destination waits for a person: commands to copy, the rung that failed is open and said", async () => {
    await expect(card("Destination: pc-fenced")).toContainText("Manual");
    await expect(card("Destination: pc-fenced").getByText("Waiting for you")).toBeVisible();
    await expect(rung("pc-fenced", "TCP")).toContainText("failed");
    await expect(rung("pc-fenced", "TCP")).toContainText(`Nothing accepts connections on 127.0.0.1:${wayToDestination.port}`);
    await expect(page.getByRole("status").filter({ hasText: "pc-fenced: TCP failed." })).toBeAttached();
    await expect(card("Destination: pc-fenced").getByRole("tab", { name: "Request to the network team" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Next", exact: true })).toBeDisabled();
    await screens.picture("network-waiting");
    await screens.scan("network-waiting");
  });

  await test.step("the port is opened: Check again climbs to green and Next goes on", async () => {
    await wayToDestination.open();
    await page.getByRole("button", { name: "Check again" }).click();
    for (const step of ["DNS", "TCP", "Login", "SELECT 1"]) await expect(rung("pc-fenced", step)).toContainText(/passed|not needed/);
    await expect(rung("pc-fenced", "SELECT 1")).toContainText("passed");
    await expect(page.getByRole("button", { name: "Next", exact: true })).toBeEnabled();
    // Asked once: the rule is known.
    expect(asked).toHaveLength(1);
  });

  await test.step("Revert this change takes the rule back, and it stays back until it is asked for", async () => {
    await card("Source: i-fenced").getByRole("button", { name: "Revert this change" }).click();
    await expect(card("Source: i-fenced").getByText("Taken back", { exact: true })).toBeVisible();
    expect(wayToSource.isOpen).toBe(false);
    await card("Source: i-fenced").getByRole("button", { name: "Add the rule" }).click();
    await expect(card("Source: i-fenced").getByText("Added", { exact: true })).toBeVisible();
    await expect(rung("i-fenced", "SELECT 1")).toContainText("passed");
    expect(asked.map(({ action }) => action)).toEqual(["allow", "revoke", "allow"]);
  });
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page).toHaveURL(/\/configure\/objects$/);

  await test.step("everything is reachable at once, but a rule was added for it: that is shown before the task goes on", async () => {
    await page.goto("/sync/new");
    await new CreatePage(page).createAndConfigure.click();
    await endpoints.choose(endpoints.host, "i-fenced");
    await endpoints.account("source").fill(sourceAccount.user);
    await endpoints.password("source").fill(sourceAccount.password);
    await endpoints.choose(endpoints.cluster, "pc-fenced");
    await endpoints.account("destination").fill(destinationAccount.user);
    await endpoints.password("destination").fill(destinationAccount.password);
    await endpoints.primary.click();
    await expect(page).toHaveURL(/\/configure\/network$/);
    await expect(card("Source: i-fenced").getByText("Added", { exact: true })).toBeVisible();
    await expect(page.getByText(/^Tried from /)).toBeVisible();
    await expect(page.getByRole("button", { name: "Next", exact: true })).toBeEnabled();
  });
  webhook.close();
});
