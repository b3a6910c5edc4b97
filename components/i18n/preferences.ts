/** What an operator may choose for himself. Kept in cookies so that the server draws the first frame right. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const railModes = ["auto", "open", "closed"] as const;
export type RailMode = (typeof railModes)[number];

/** Height of a list's rows. */
export const densities = ["compact", "default", "comfortable"] as const;
export type Density = (typeof densities)[number];

export const densityCookie = "tributary-density";
/** "off": single-key shortcuts do nothing (WCAG 2.1.4). */
export const shortcutsCookie = "tributary-shortcuts";
export const themeCookie = "tributary-theme";
export const railCookie = "tributary-rail";
/** "browser", "region" (that of the task which is looked at), or an IANA zone. */
export const timeZoneCookie = "tributary-time-zone";
/** The browser's zone as last seen, so that the server's first frame agrees with the browser's. */
export const browserZoneCookie = "tributary-browser-zone";

export function isTimeZone(name: string | undefined): name is string {
  if (!name) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export interface Preferences {
  readonly theme: Theme;
  readonly rail: RailMode;
  readonly density: Density;
  readonly shortcuts: boolean;
  readonly timeZoneChoice: string;
  /** The zone that times are drawn in. */
  readonly timeZone: string;
}

/** Cookies to preferences; anything unknown falls back to the default. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  const theme = themes.find((each) => each === cookie(themeCookie)) ?? "system";
  const rail = railModes.find((each) => each === cookie(railCookie)) ?? "auto";
  const density = densities.find((each) => each === cookie(densityCookie)) ?? "default";
  const shortcuts = cookie(shortcutsCookie) !== "off";
  const choice = cookie(timeZoneCookie);
  const browser = cookie(browserZoneCookie);
  const timeZoneChoice = choice === "region" || isTimeZone(choice) ? choice : "browser";
  const timeZone = isTimeZone(timeZoneChoice) ? timeZoneChoice : isTimeZone(browser) ? browser : "UTC";
  return { theme, rail, density, shortcuts, timeZoneChoice, timeZone };
}
