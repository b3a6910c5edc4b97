/**
 * The ref of a bar that sticks to the bottom of the window: tells the page how much of it the bar covers (`--bottom-bar`, pixels), so that a
 * focused control is scrolled clear of it (WCAG 2.4.11), however many lines the bar has grown to.
 */
export function bottomBar(bar: HTMLElement | null): (() => void) | undefined {
  if (bar === null) return undefined;
  const root = document.documentElement;
  const observer = new ResizeObserver(() => root.style.setProperty("--bottom-bar", `${bar.offsetHeight + (parseFloat(getComputedStyle(bar).bottom) || 0)}px`));
  observer.observe(bar);
  return () => {
    observer.disconnect();
    root.style.removeProperty("--bottom-bar");
  };
}
