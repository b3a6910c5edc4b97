import type { Page } from "@playwright/test";
import { violatedRules } from "./axe";
import { expectHydrated } from "./checks/hydrated";
import { expectNoLayoutShift, recordLayoutShifts } from "./checks/layout-shift";
import { expectCalm } from "./checks/live-regions";
import { reflow } from "./checks/reflow";
import { SecretWatch } from "./checks/secrets";
import { tabWalk } from "./checks/tab-walk";
import { textSpacing } from "./checks/text-spacing";
import { treeAria } from "./checks/tree-aria";
import { faults, plantFaults } from "./fixtures/canary";
import { expectChinese, expectNoRawKeys, expectNothingCut } from "./fixtures/languages";
import { expect, test } from "./test";

test("the scan reports every planted fault on a page that has none of its own, in both themes", async ({ page, screens }) => {
  await page.goto("/overview");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await expectHydrated(page);
  await screens.scan("canary-before");
  await plantFaults(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const reported = await violatedRules(page);
    expect(faults.map(({ rule }) => rule).filter((rule) => !reported.includes(rule)), `not reported in the ${colorScheme} theme`).toEqual([]);
  }
});

test("each check of ours reports what is planted for it, and nothing before", async ({ page }) => {
  const secret = "planted-secret-4711";
  const watch = new SecretWatch(page, [secret]);
  await recordLayoutShifts(page);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto("/help");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectHydrated(page);
  const checks: Readonly<Record<string, { run: (page: Page) => Promise<void>; plant: string; says: RegExp }>> = {
    // First: what the others plant moves the page too.
    shift: { run: expectNoLayoutShift, plant: `<div style="height:300px"></div>`, says: /main|section|div/ },
    "no ring": { run: tabWalk, plant: `<button class="bare">Bare</button><style>.bare, .bare:focus-visible { outline: none !important }</style>`, says: /Bare.*has no ring/ },
    covered: { run: tabWalk, plant: `<div style="position:relative;width:90px;height:40px"><button style="width:90px;height:40px">Under</button><div style="position:absolute;inset:0;background:#fff"></div></div>`, says: /Under.*is covered/ },
    reflow: { run: reflow, plant: `<p style="width:600px">Six hundred pixels</p>`, says: /320 px/ },
    spacing: { run: textSpacing, plant: `<div style="height:20px;width:120px;overflow:hidden"><span>Three lines of text as soon as the letters are set apart</span></div>`, says: /clipped/ },
    tree: { run: treeAria, plant: `<div role="treegrid" aria-label="Broken"><div role="row" aria-level="1" aria-posinset="3" aria-setsize="2"><div role="gridcell">third of two</div></div></div>`, says: /place 3 of 2/ },
    key: { run: expectNoRawKeys, plant: `<p>shell.nav.label</p>`, says: /shell\.nav\.label/ },
    placeholder: { run: expectNoRawKeys, plant: `<p>{count} tables</p>`, says: /\{count\}/ },
    cut: { run: expectNothingCut, plant: `<button style="width:40px;overflow:hidden;white-space:nowrap">Much longer than its box</button>`, says: /Much longer/ },
    secret: { run: () => watch.expectNone(), plant: `<p>${secret}</p>`, says: /a secret in: document/ },
  };
  for (const [name, { run, plant, says }] of Object.entries(checks))
    await test.step(name, async () => {
      await run(page);
      // At the top, so that it moves what is there.
      await page.evaluate((html) => {
        const canary = document.createElement("section");
        canary.id = "canary";
        canary.innerHTML = html;
        document.querySelector("main")?.prepend(canary);
      }, plant);
      await expect(run(page)).rejects.toThrow(says);
      await page.locator("#canary").evaluate((element) => element.remove());
    });
  await expect(expectChinese(page)).rejects.toThrow(/lang/);
  expect(() => expectCalm([{ atMs: 0, text: "first" }, { atMs: 900, text: "second" }])).toThrow(/second/);
});
