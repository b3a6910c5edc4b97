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

/** What the engine says in its events: why something is passed over or not carried, what was adjusted. What is filled in is `{1}`, `{2}` … */
export function readEngineReasons(): { readonly file: string; readonly text: string }[] {
  const speakers: Readonly<Record<string, number>> = { skip: 0, report: 1 };
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
        if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
          const argument = node.arguments[speakers[node.expression.text] ?? -1];
          if (argument) collect(argument);
        } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && /^(reason|message)$/.test(node.name.text)) collect(node.initializer);
        ts.forEachChild(node, see);
      };
      see(ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true));
      return said.filter(({ text }) => / /.test(text));
    });
}

function hasText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || (ts.forEachChild(node, (child) => hasText(child) || undefined) ?? false);
}
