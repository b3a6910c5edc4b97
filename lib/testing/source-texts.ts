import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

export interface SourceTexts {
  readonly file: string;
  /** Texts of the file; what a template fills in is `{1}`, `{2}` … */
  readonly texts: readonly string[];
  /** What `useTranslations` and `serverTranslator` are called with; "" for none. */
  readonly namespaces: readonly string[];
  /** Namespaces in which a key is computed: `t(each)`. */
  readonly computed: readonly string[];
}

/** The texts in the sources of some folders, tests left out. */
export function readSourceTexts(folders: readonly string[], skip: RegExp = /^$/): SourceTexts[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file.replaceAll("\\", "/")}`))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$/.test(file) && !skip.test(file))
    .sort()
    .map((file) => {
      const texts: string[] = [];
      const namespaces: string[] = [];
      const computed: string[] = [];
      const translators = new Map<string, string>();
      const see = (node: ts.Node) => {
        if (ts.isStringLiteralLike(node)) texts.push(node.text);
        else if (ts.isTemplateExpression(node)) texts.push(node.templateSpans.reduce((text, span, at) => `${text}{${at + 1}}${span.literal.text}`, node.head.text));
        if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && /^(useTranslations|serverTranslator)$/.test(node.expression.text)) {
          const [first] = node.arguments;
          const namespace = first && ts.isStringLiteralLike(first) ? first.text : "";
          namespaces.push(namespace);
          const holder = ts.isAwaitExpression(node.parent) ? node.parent.parent : node.parent;
          if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) translators.set(holder.name.text, namespace);
        } else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && translators.has(node.expression.text)) {
          const [first] = node.arguments;
          if (first && !hasText(first)) computed.push(translators.get(node.expression.text)!);
        }
        ts.forEachChild(node, see);
      };
      see(ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true));
      return { file, texts, namespaces, computed };
    });
}

interface EngineText {
  readonly file: string;
  readonly text: string;
}

/** What the engine says in its events: why something is passed over or not carried, what was adjusted. What is filled in is `{1}`, `{2}` … */
export function readEngineReasons(): EngineText[] {
  return readEngineTexts({ skip: 0, report: 1 }, (node) => (/^(reason|message)$/.test(node.name.getText()) ? node.initializer : undefined));
}

/**
 * What the engine says in the details of its errors: why a schema change stops, in what a table differs, which column does not fit. Not that of a broken promise,
 * which is for a report.
 */
export function readEngineDetails(): EngineText[] {
  return readEngineTexts({ refused: 0, stop: 1, mismatch: 1, UnreadableStatement: 0, ColumnMismatch: 0, "differences.push": 0, "this.#undecodable": 0, "this.#unknown": 0 }, (node) => {
    const thrown = node.parent.parent;
    if (node.name.getText() !== "detail" || !ts.isNewExpression(thrown) || thrown.expression.getText() !== "AppError") return undefined;
    const [code] = thrown.arguments ?? [];
    return code && ts.isStringLiteralLike(code) && code.text === "assertion-failed" ? undefined : node.initializer;
  });
}

/** `speakers`: which argument of a function is said; `said`: which property. */
function readEngineTexts(speakers: Readonly<Record<string, number>>, saidBy: (node: ts.PropertyAssignment) => ts.Node | undefined): EngineText[] {
  return readdirSync(join(root, "lib/engine"), { recursive: true, encoding: "utf8" })
    .map((file) => `lib/engine/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts") && !/\.test\.|\.d\.ts$/.test(file))
    .sort()
    .flatMap((file) => {
      const said: { file: string; text: string }[] = [];
      const collect = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node)) said.push({ file, text: node.text });
        else if (ts.isTemplateExpression(node)) said.push({ file, text: node.templateSpans.reduce((text, span, at) => `${text}{${at + 1}}${span.literal.text}`, node.head.text) });
        else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(collect);
        else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) collect(node.right);
      };
      const see = (node: ts.Node) => {
        if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
          const argument = node.arguments?.[speakers[node.expression.getText()] ?? -1];
          if (argument) collect(argument);
        }
        if (ts.isPropertyAssignment(node)) {
          const text = saidBy(node);
          if (text) collect(text);
        }
        ts.forEachChild(node, see);
      };
      see(ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true));
      // What is only filled in says nothing.
      return said.filter(({ text }) => / /.test(text) && /\p{L}/u.test(text.replace(/\{\d\}/g, "")));
    });
}

function hasText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || (ts.forEachChild(node, (child) => hasText(child) || undefined) ?? false);
}
