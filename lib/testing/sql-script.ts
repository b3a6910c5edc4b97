/**
 * The statements of a script as the `mysql` client would send them: split at `;` outside of strings, quoted names and comments;
 * `DELIMITER x` on a line of its own changes the separator. Comments stay part of their statement.
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let separator = ";";
  let begin = 0;
  let at = 0;
  const take = (end: number) => {
    const statement = script.slice(begin, end).trim();
    if (hasContent(statement)) statements.push(statement);
  };
  while (at < script.length) {
    const change = /d/i.test(script[at] ?? "") && isFirstOfLine(script, begin, at) ? /^delimiter[ \t]+(\S+)[ \t]*(?:\r?\n|$)/i.exec(script.slice(at, at + 200)) : null;
    if (change?.[1]) {
      separator = change[1];
      at += change[0].length;
      begin = at;
    } else if (script.startsWith(separator, at)) {
      take(at);
      at += separator.length;
      begin = at;
    } else at = skipToken(script, at);
  }
  take(script.length);
  return statements;
}

/** Whether nothing but blanks stands before `at` on its line and in its statement. */
function isFirstOfLine(script: string, begin: number, at: number): boolean {
  let before = at;
  while (before > begin && /\s/.test(script[before - 1] ?? "")) before--;
  return before === begin && (begin === 0 || script.slice(begin, at).includes("\n") || script[begin - 1] === "\n");
}

/** End of the string, quoted name, comment or single character that begins at `at`. */
function skipToken(script: string, at: number): number {
  const character = script[at];
  if (character === "'" || character === '"' || character === "`") {
    for (let end = at + 1; end < script.length; end++) {
      if (script[end] === "\\" && character !== "`") end++;
      else if (script[end] === character) return end + 1;
    }
    return script.length;
  }
  const endAfter = (mark: string) => {
    const end = script.indexOf(mark, at + 2);
    return end < 0 ? script.length : end + mark.length;
  };
  if (script.startsWith("/*", at)) return endAfter("*/");
  if (character === "#" || /^--(\s|$)/.test(script.slice(at, at + 3))) return endAfter("\n");
  return at + 1;
}

/** False for comments alone; `/*!` and `/*+` hold SQL. */
function hasContent(statement: string): boolean {
  return statement.replace(/\/\*(?![!+])[\s\S]*?\*\//g, "").replace(/^\s*(#|--(\s|$)).*$/gm, "").trim() !== "";
}
