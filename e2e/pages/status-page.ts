import { type Locator, type Page } from "@playwright/test";

const cells = ["State", "Lag", "Moving", "Runway", "Needs you"] as const;

/** Task · Status. */
export class StatusPage {
  readonly strip: Locator;
  readonly phases: Locator;
  readonly pauseUpdates: Locator;

  constructor(readonly page: Page) {
    this.strip = page.getByRole("region", { name: "At a glance" });
    this.phases = page.getByRole("region", { name: "Phases" });
    this.pauseUpdates = page.getByRole("button", { name: "Pause updates" });
  }

  static readonly cells = cells;

  /** The answer under that label: they stand in this order. */
  cell(name: (typeof cells)[number]): Locator {
    return this.strip.getByRole("definition").nth(cells.indexOf(name));
  }

  phase(name: "Schema" | "Full data" | "Incremental"): Locator {
    return this.phases.getByRole("listitem").filter({ has: this.page.getByRole("heading", { name, level: 3 }) });
  }

  async pause(reason: string): Promise<void> {
    await this.page.getByRole("button", { name: "Pause Task" }).click();
    await this.pauseDialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await this.pauseDialog.getByRole("button", { name: "Pause Task" }).click();
  }

  get pauseDialog(): Locator {
    return this.page.getByRole("dialog", { name: /^Pause / });
  }

  get resume(): Locator {
    return this.page.getByRole("button", { name: "Resume Task" }).first();
  }

  async openTab(name: "Status" | "Progress" | "Objects" | "Precheck" | "Events" | "Configuration"): Promise<void> {
    await this.page.getByRole("navigation", { name: "Task", exact: true }).getByRole("link", { name }).click();
  }
}
