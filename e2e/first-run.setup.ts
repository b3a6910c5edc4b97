import { testServer } from "../lib/testing/servers";
import { administrator, signedInFile } from "./fixtures/administrator";
import { FirstRunPage } from "./pages/first-run-page";
import { ResourcesPage } from "./pages/resources-page";
import { expect, test } from "./test";

test("the first visit makes the administrator, who registers regions, a host and a cluster", async ({ page, screens }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Set up the administrator" })).toBeVisible();
  await screens.scan("first-run");
  await new FirstRunPage(page).createAdministrator(administrator);
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await page.context().storageState({ path: signedInFile });

  const resources = new ResourcesPage(page);
  await resources.addRegion({ id: "cn-hangzhou", name: "Hangzhou" });
  await resources.addRegion({ id: "cn-shanghai", name: "Shanghai" });
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await resources.registerHost({ id: "i-src1", name: "Orders database", region: "Hangzhou", address: source.host, port: source.port });
  await resources.registerCluster({ id: "pc-dst1", name: "Orders in PolarDB", region: "Hangzhou", address: destination.host, port: destination.port });
});
