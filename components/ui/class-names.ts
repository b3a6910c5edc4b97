import { clsx, type ClassValue } from "clsx";

/**
 * Which property a class of ours sets, and which narrower ones it overrides: `px-2` gives way to a later `p-0`. First match wins. A class that no
 * line knows stays. A fraction of the size of tailwind-merge, which knows every class there is; `class-names.test.ts` holds both alike for all
 * pairs of classes that the console uses.
 */
const rules: readonly (readonly [pattern: RegExp, property: string, overrides?: string])[] = [
  [/^(block|inline-block|inline|flex|inline-flex|grid|inline-grid|contents|hidden|table)$/, "display"],
  [/^(static|fixed|absolute|relative|sticky)$/, "position"],
  [/^(not-)?sr-only$/, "sr"],
  [/^(no-)?underline$/, "underline"],
  [/^text-(xs|sm|base|lg|xl|2xl)$/, "font-size", "leading"],
  [/^text-(left|right|center)$/, "text-align"],
  [/^text-/, "ink"],
  [/^font-(mono|sans)$/, "family"],
  [/^font-/, "weight"],
  [/^flex-(row|col)/, "direction"],
  [/^flex-(no)?wrap/, "wrap"],
  [/^flex-/, "flex", "basis grow shrink"],
  [/^truncate$/, "truncate"],
  [/^border(-\d)?$/, "border", "border-t border-r border-b border-l border-x border-y"],
  [/^border-x(-\d)?$/, "border-x", "border-r border-l"],
  [/^border-y(-\d)?$/, "border-y", "border-t border-b"],
  [/^border-([trbl])(-\d)?$/, "border-$1"],
  [/^border-(solid|dashed|dotted|none)$/, "border-style"],
  [/^border-collapse$/, "collapse"],
  [/^border-/, "line"],
  [/^divide-([xy])$/, "divide-$1"],
  [/^outline-\d$/, "outline-width"],
  [/^outline-hidden$/, "outline"],
  [/^outline-offset-/, "outline-offset"],
  [/^overflow-(auto|hidden|visible|clip|scroll)$/, "overflow", "overflow-x overflow-y"],
  [/^(grow|shrink)(-\d)?$/, "$1"],
  [/^list-(disc|decimal|none)$/, "list"],
  [/^break-(words|all|keep|normal)$/, "break"],
  [/^-?p-/, "p", "px py pt pr pb pl"],
  [/^-?px-/, "px", "pr pl"],
  [/^-?py-/, "py", "pt pb"],
  [/^-?m-/, "m", "mx my mt mr mb ml"],
  [/^-?mx-/, "mx", "mr ml"],
  [/^-?my-/, "my", "mt mb"],
  [/^-?inset-x-/, "inset-x", "right left"],
  [/^-?inset-y-/, "inset-y", "top bottom"],
  [/^-?inset-/, "inset", "inset-x inset-y top right bottom left"],
  [/^size-/, "size", "w h"],
  [/^gap-(?![xy]-)/, "gap", "gap-x gap-y"],
  [/^rounded-([trbl])(-|$)/, "rounded-$1"],
  [/^rounded(-|$)/, "rounded", "rounded-t rounded-r rounded-b rounded-l"],
  [/^line-clamp-/, "line-clamp", "display overflow"],
  [/^col-span-/, "col"],
  [
    /^-?(p[trbl]|m[trbl]|min-w|max-w|min-h|max-h|[whz]|gap-[xy]|space-[xy]|top|right|bottom|left|bg|items|justify|self|grid-cols|col-start|order|basis|overflow-[xy]|leading|tracking|whitespace|underline-offset|opacity|shadow|transition|duration|rotate|translate-[xy]|scale|cursor|select|pointer-events|animate|align|scroll-mt)-/,
    "$1",
  ],
];

const known = new Map<string, { property: string; overrides: readonly string[] } | null>();

function ruleOf(name: string) {
  let rule = known.get(name);
  if (rule === undefined) {
    rule = null;
    for (const [pattern, property, overrides] of rules) {
      const match = pattern.exec(name);
      if (!match) continue;
      rule = { property: property.replace("$1", match[1] ?? ""), overrides: overrides?.split(" ") ?? [] };
      break;
    }
    known.set(name, rule);
  }
  return rule;
}

/** Where the variants (`hover:`, `[tbody>&]:`) end and the class proper begins. */
function bodyAt(name: string): number {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < name.length; at++) {
    const sign = name[at];
    if (sign === "[" || sign === "(") depth++;
    else if (sign === "]" || sign === ")") depth--;
    else if (sign === ":" && depth === 0) start = at + 1;
  }
  return start;
}

const merged = new Map<string, string>();

/** Joins class names; of two that set the same property the later wins. */
export function cn(...classes: ClassValue[]): string {
  const text = clsx(classes);
  const before = merged.get(text);
  if (before !== undefined) return before;
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of text.split(/\s+/).reverse()) {
    const start = bodyAt(name);
    const important = name.endsWith("!");
    const rule = ruleOf(name.slice(start, important ? -1 : undefined));
    if (rule) {
      const variants = `${name.slice(0, start)}${important ? "!" : ""}`;
      if (taken.has(variants + rule.property)) continue;
      taken.add(variants + rule.property);
      for (const each of rule.overrides) taken.add(variants + each);
    }
    kept.push(name);
  }
  const result = kept.reverse().join(" ");
  // Class lists are few; values that are computed, such as widths, belong in `style`.
  if (merged.size > 2_000) merged.clear();
  merged.set(text, result);
  return result;
}
