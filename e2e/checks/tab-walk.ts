import { expect, type Page } from "@playwright/test";

/** More stops than any page has; a page that goes on beyond has a trap. */
const farthest = 250;

interface Stop {
  readonly what: string;
  readonly fault: string | null;
}

/** Presses of one go: the page judges each stop itself, so that nothing waits for an answer in between. */
const together = 20;

interface Walk {
  readonly stops: Stop[];
  over: boolean;
}

/**
 * Tab from the top of the page to its end: every stop can be seen, nothing lies over it (WCAG 2.4.11), it has a ring with a contrast of 3:1
 * (2.4.7, 1.4.11), and the walk ends (2.1.2).
 */
export async function tabWalk(page: Page): Promise<void> {
  // A colour that fades in is no ring yet.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(begin);
  const walk = () => page.evaluate(() => (window as unknown as { tributaryWalk: Walk }).tributaryWalk);
  let { stops, over } = await walk();
  while (!over && stops.length < farthest) {
    await Promise.all(Array.from({ length: together }, () => page.keyboard.press("Tab")));
    ({ stops, over } = await walk());
  }
  const faults = stops.flatMap(({ what, fault }) => (fault === null ? [] : [`${what}: ${fault}`]));
  for (const [index, { what }] of stops.entries()) if (what !== "" && stops[index - 1]?.what === what) faults.push(`${what}: Tab does not leave it`);
  if (!over) faults.push(`${stops.length} stops and no end`);
  expect(stops.length, "stops of the keyboard").toBeGreaterThan(5);
  expect([...new Set(faults)]).toEqual([]);
}

/** Goes to the top, and judges from now on what has the focus whenever Tab is about to leave it. Runs in the page. */
function begin(): void {
  (document.activeElement as HTMLElement | null)?.blur();
  window.scrollTo(0, 0);
  document.querySelector<HTMLElement>(".skip-link")?.focus();
  const walk: Walk = { stops: [], over: false };
  const host = window as unknown as { tributaryWalk?: Walk; tributaryWalkEnd?: AbortController };
  host.tributaryWalkEnd?.abort();
  host.tributaryWalkEnd = new AbortController();
  host.tributaryWalk = walk;
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Tab") return;
      const stop = walk.over ? null : judge();
      if (stop !== null) return void walk.stops.push(stop);
      // The walk has left the page.
      walk.over = true;
      event.preventDefault();
    },
    { capture: true, signal: host.tributaryWalkEnd.signal },
  );

  // A page has few colours and many stops: each colour is measured once.
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })!;
  const known = new Map<string, { light: number; alpha: number }>();
  function luminance(colour: string): { light: number; alpha: number } {
    const before = known.get(colour);
    if (before) return before;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    const linear = (value: number) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const measured = { light: 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue), alpha };
    known.set(colour, measured);
    return measured;
  }

  /** The element that has the focus now; null when none has. */
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
    // Each part of a date is a stop of its own.
    const part = element instanceof HTMLInputElement && /^(date|time|datetime-local)$/.test(element.type) ? ` part ${walk.stops.length}` : "";
    const what = `${element.tagName.toLowerCase()} “${name}” ${path(element).slice(-24)}${part}`;
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
}
