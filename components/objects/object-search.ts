/** The search box of the trees: `orders`, `shop.ord`, `/^shop\.t_\d+$/`. Pure. */
export interface ObjectSearch {
  /** Does the database itself fit, with everything in it? */
  readonly database: (name: string) => boolean;
  readonly object: (database: string, name: string) => boolean;
  /** May objects of this database fit? Others need not be loaded. */
  readonly looksInto: (database: string) => boolean;
}

/** Null = nothing is searched for; "invalid" = not a regular expression. */
export function parseSearch(text: string): ObjectSearch | "invalid" | null {
  const said = text.trim();
  if (said === "") return null;
  const regex = /^\/(.*)\/$/s.exec(said);
  if (regex || (said.startsWith("/") && said.length > 1)) {
    if (!regex) return "invalid";
    try {
      const expression = new RegExp(regex[1]!, "iu");
      return { database: (name) => expression.test(name), object: (database, name) => expression.test(`${database}.${name}`), looksInto: () => true };
    } catch {
      return "invalid";
    }
  }
  const lower = said.toLowerCase();
  const dot = lower.indexOf(".");
  const holds = (name: string, part: string) => name.toLowerCase().includes(part);
  if (dot < 0) return { database: (name) => holds(name, lower), object: (_, name) => holds(name, lower), looksInto: () => true };
  const [database, object] = [lower.slice(0, dot), lower.slice(dot + 1)];
  const inside = (name: string) => holds(name, database);
  return object === ""
    ? { database: inside, object: () => false, looksInto: () => false }
    : { database: () => false, object: (own, name) => inside(own) && holds(name, object), looksInto: inside };
}
