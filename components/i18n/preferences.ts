/** What an operator may choose for himself. Kept in cookies so that the server draws the first frame right. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const railModes = ["auto", "open", "closed"] as const;
export type RailMode = (typeof railModes)[number];

export const themeCookie = "tributary-theme";
export const railCookie = "tributary-rail";
/** "browser", or an IANA zone. */
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
  readonly timeZoneChoice: string;
  /** The zone that times are drawn in. */
  readonly timeZone: string;
}

/** Cookies to preferences; anything unknown falls back to the default. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  const theme = themes.find((each) => each === cookie(themeCookie)) ?? "system";
  const rail = railModes.find((each) => each === cookie(railCookie)) ?? "auto";
  const choice = cookie(timeZoneCookie);
  const browser = cookie(browserZoneCookie);
  const timeZoneChoice = isTimeZone(choice) ? choice : "browser";
  const timeZone = timeZoneChoice !== "browser" ? timeZoneChoice : isTimeZone(browser) ? browser : "UTC";
  return { theme, rail, timeZoneChoice, timeZone };
}
