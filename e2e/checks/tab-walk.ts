import { expect, type Page } from "@playwright/test";

/** More stops than any page has; a page that goes on beyond has a trap. */
const farthest = 250;

interface Stop {
  readonly what: string;
  readonly fault: string | null;
}

/**
 * Tab from the top of the page to its end: every stop can be seen, nothing lies over it (WCAG 2.4.11), it has a ring with a contrast of 3:1
 * (2.4.7, 1.4.11), and the walk ends (2.1.2).
 */
export async function tabWalk(page: Page): Promise<void> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>(".skip-link")?.focus();
  });
  const faults: string[] = [];
  const seen: string[] = [];
  for (let presses = 0; presses < farthest; presses++) {
    const stop = await page.evaluate(judge);
    if (stop === null) break;
    if (seen.at(-1) === stop.what && stop.what !== "") faults.push(`${stop.what}: Tab does not leave it`);
    seen.push(stop.what);
    if (stop.fault !== null) faults.push(`${stop.what}: ${stop.fault}`);
    await page.keyboard.press("Tab");
    if (presses === farthest - 1) faults.push(`${farthest} stops and no end`);
  }
  expect(seen.length, "stops of the keyboard").toBeGreaterThan(5);
  expect([...new Set(faults)]).toEqual([]);
}

/** The element that has the focus now; null when the walk has left the page. Runs in the page. */
function judge(): Stop | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body || element === document.documentElement) return null;
  // The guards of a popup hand the focus on.
  if (element.dataset["baseUiFocusGuard"] !== undefined) return { what: "", fault: null };
  const path = (at: Element): string => {
    const parent = at.parentElement;
    const place = parent === null ? 0 : [...parent.children].indexOf(at);
    return `${parent === null || at === document.body ? "" : path(parent)}/${place}`;
  };
  const name = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replaceAll(/\s+/g, " ").slice(0, 50);
  const what = `${element.tagName.toLowerCase()} “${name}” ${path(element).slice(-24)}`;
  const box = element.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return { what, fault: "has no size" };
  const left = Math.max(0, box.left);
  const right = Math.min(innerWidth, box.right);
  const top = Math.max(0, box.top);
  const bottom = Math.min(innerHeight, box.bottom);
  if (right <= left || bottom <= top) return { what, fault: "is out of sight" };
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const label = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const covered = hit !== null && !element.contains(hit) && !hit.contains(element) && !label.some((each) => each.contains(hit));
  if (covered) return { what, fault: `is covered by ${hit.tagName.toLowerCase()}.${hit.className.toString().slice(0, 40)}` };

  // The ring may be drawn by the element itself, or by the row or field around it.
  // A page has few colours and many stops: each colour is measured once.
  const page = window as unknown as { walk?: { context: CanvasRenderingContext2D; known: Map<string, { light: number; alpha: number }> } };
  page.walk ??= { context: Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })!, known: new Map() };
  const { context, known } = page.walk;
  const measured = (colour: string): { light: number; alpha: number } => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    const linear = (value: number) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return { light: 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue), alpha };
  };
  const luminance = (colour: string) => {
    const found = known.get(colour) ?? measured(colour);
    known.set(colour, found);
    return found;
  };
  let ground: Element | null = element.parentElement;
  while (ground !== null && luminance(getComputedStyle(ground).backgroundColor).alpha < 250) ground = ground.parentElement;
  const behind = ground === null ? luminance(getComputedStyle(document.body).backgroundColor) : luminance(getComputedStyle(ground).backgroundColor);
  const against = behind.alpha < 250 ? 1 : behind.light;
  let best = 0;
  for (let at: HTMLElement | null = element, level = 0; at !== null && level < 4; at = at.parentElement, level++) {
    const style = getComputedStyle(at);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    if (!drawn) continue;
    const { light } = luminance(style.outlineColor);
    best = Math.max(best, (Math.max(light, against) + 0.05) / (Math.min(light, against) + 0.05));
  }
  if (best === 0) return { what, fault: "has no ring" };
  return { what, fault: best < 3 ? `has a ring of ${best.toFixed(1)}:1` : null };
}
