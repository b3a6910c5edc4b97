#!/usr/bin/env node
// Holds the import directions and the names of docs/architecture.md. Each fault says where the code belongs. Part of `npm run lint`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @typedef {object} Rule
 * @property {RegExp} in files that the rule is about
 * @property {RegExp} [but] files that it is not about
 * @property {RegExp} not what they must not import: a path of the repository without extension, or a package
 * @property {RegExp} [except] what they may import nevertheless
 * @property {boolean} [types] whether `import type` is held to it, too. Default true.
 * @property {string} why
 */

const test = /\.test\.tsx?$/;
const framework = /^(next|react|react-dom|next-[^/]*|use-intl|@base-ui|@tanstack|nuqs)(\/|$)/;
const prisma = /^(@prisma\/|lib\/generated\/|lib\/db\/)/;
const writers = /(^|\/)((\w+-)*(data|mutations|transition|lease))\.ts$/;

/** @type {readonly Rule[]} */
const rules = [
  {
    in: /^lib\/engine\//,
    but: test,
    not: /^(lib\/(tasks|endpoints|precheck|runner|db|auth|http|generated|cli|testing|config)\/|@prisma\/|next(\/|$)|react)/,
    why: "The engine knows MySQL, not tasks: give it a plain value through plan.ts, or put the code into lib/runner.",
  },
  {
    in: /^lib\/engine\/[^/]+\//,
    but: test,
    not: /^lib\/engine\/[^/]+\//,
    // The language between rooms, and the contract of the checkpoint store. The own room is let through below.
    except: /^lib\/engine\/(position|values|sql|checkpoint\/checkpoint$)/,
    why: "Rooms of the engine do not import each other: let pipeline.ts pass a function or a value, or move what both need into change.ts, values/ or sql/.",
  },
  { in: /^lib\/engine\/[^/]+\//, but: test, not: /^lib\/engine\/pipeline$/, why: "pipeline.ts knows the rooms, not the other way round." },
  { in: /^lib\/mysql\//, but: test, not: /^(lib\/(?!mysql\/|errors\/|logging\/|config\/)|app\/|components\/)/, why: "lib/mysql is plain MySQL: what knows tasks or the engine belongs there." },
  { in: /^lib\/errors\//, but: test, not: /^lib\/(?!errors\/)/, why: "lib/errors stands below everything." },
  { in: /^lib\/logging\//, but: test, not: /^lib\/(?!logging\/|errors\/|config\/)/, why: "lib/logging stands below everything but errors and configuration." },
  { in: /^lib\/config\//, but: test, not: /^lib\/(?!config\/|errors\/)/, why: "lib/config stands below everything but errors." },
  { in: /^lib\/endpoints\//, but: /\.test\.tsx?$|\/actions\.ts$/, not: /^lib\/(precheck|runner|engine|tasks)\//, except: /^lib\/tasks\/(schema|view|status)$/, why: "Endpoints know how to reach a server, not what a task does with it: that belongs in lib/tasks, lib/precheck or lib/runner." },
  { in: /^lib\/precheck\//, but: test, not: /^lib\/(runner|auth)\//, why: "Checks are run by lib/runner and do not know it." },
  { in: /^lib\/cli\//, but: test, not: /^(lib\/(tasks|endpoints|db|auth|generated|runner)\/|@prisma\/|next(\/|$)|react)/, except: /^lib\/tasks\/task-file(-schema)?$/, why: "The command line works without console and control database: what both need belongs in lib/engine, lib/precheck or lib/mysql." },
  { in: /^lib\/(?!http\/|testing\/)/, but: /(\.test\.tsx?|\/(\w+-)*(actions|queries)\.tsx?|^lib\/auth\/.*)$/, not: framework, types: false, why: "The runner loads no framework: code for Next belongs in app/, components/, lib/http or a file named actions.ts; code for React in components/ or queries.ts." },
  { in: /^(lib|app|components)\//, but: /^lib\/(db|generated|testing|auth)\/|\.test\.tsx?$/, not: prisma, except: /^lib\/db\/(migrate)$/, types: false, why: "The control database is read in data.ts and written in mutations.ts, transition.ts and lease.ts: put the query there." },
  { in: /^lib\//, not: /^(app|components)\//, why: "lib does not know the screens: move what both need into lib." },
  { in: /^components\//, not: /^app\//, why: "Components do not know routes." },
  { in: /^components\//, but: test, not: /^lib\/(db|runner|engine|mysql|generated|config|cli)\/|^lib\/[^/]+\/(.*\/)?(\w+-)*(data|mutations|transition|lease|secret|connect)$/, types: false, why: "Components are for the browser: data comes from a GET route (queries.ts), writes go through actions.ts." },
  { in: /^app\//, not: /^lib\/(engine|runner|mysql|generated|cli|precheck\/checks)\//, types: false, why: "Routes parse, load and render: put the decision into lib/<noun> and call it from here." },
  { in: /^(lib|app|components)\//, but: /^lib\/testing\/|\.test\.tsx?$/, not: /^lib\/testing\//, why: "Test support is for tests." },
  { in: /^(lib|app|components)\//, but: /^lib\/(mysql|testing)\/|^lib\/engine\/reader\/|\.test\.tsx?$/, not: /^mysql2(\/|$)/, types: false, why: "Connections to MySQL are made by lib/mysql/connection.ts." },
  { in: /^(lib|app|components)\//, but: /^lib\/engine\/position\/|\.test\.tsx?$/, not: /^@vlasky\/zongji/, why: "Only lib/engine/position uses it, for GTID sets." },
];

/** @type {string[]} */
const faults = [];
const files = ["app", "components", "lib", "e2e", "scripts"]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file.replaceAll("\\", "/")}`))
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.startsWith("lib/generated/"))
  .sort();

for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");
  checkName(file, text);
  for (const { target, typeOnly } of imports(file, text)) {
    for (const rule of rules) {
      if (!rule.in.test(file) || rule.but?.test(file) || (typeOnly && rule.types === false)) continue;
      if (!rule.not.test(target) || rule.except?.test(target)) continue;
      if (prismaWriter(rule, file) || ownRoom(rule, file, target)) continue;
      faults.push(`${file} imports ${target}\n    ${rule.why}`);
    }
  }
  if (/^(lib|app|components)\//.test(file) && !/^lib\/(config|testing)\/|\.test\.tsx?$/.test(file)) {
    for (const [, name] of text.matchAll(/process\.env(?:\.(\w+))?/g))
      if (name !== "NODE_ENV" && name !== "NEXT_RUNTIME") faults.push(`${file} reads process.env\n    lib/config/env.ts is the only reader of the environment: add the setting there.`);
  }
}

if (faults.length > 0) {
  console.error(`${faults.join("\n")}\n\n${faults.length} faults of import directions and names`);
  process.exit(1);
}
console.log(`import directions and names: ${files.length} files in order`);

/** @param {Rule} rule @param {string} file */
function prismaWriter(rule, file) {
  return rule.not === prisma && writers.test(file);
}

/** @param {Rule} rule @param {string} file @param {string} target */
function ownRoom(rule, file, target) {
  const room = /^lib\/engine\/[^/]+\//.exec(file)?.[0];
  if (room === undefined || rule.not.source !== "^lib\\/engine\\/[^/]+\\/") return false;
  // Names, definitions and the statements that change them are one subject in three storeys: ddl stands on schema, schema on router.
  /** @type {Record<string, readonly string[]>} */
  const below = { "lib/engine/ddl/": ["lib/engine/schema/", "lib/engine/router/"], "lib/engine/schema/": ["lib/engine/router/"] };
  return target.startsWith(room) || (below[room] ?? []).some((other) => target.startsWith(other));
}

/** @param {string} file @param {string} text */
function checkName(file, text) {
  const name = posix.basename(file).replace(/\.(ts|tsx|mjs)$/, "");
  if (/^(utils?|helpers?|common|types|shared|misc)$/.test(name)) faults.push(`${file}\n    Name a file after the one idea in it.`);
  if (name === "index" && !/\/(kinds|checks)\/index\.ts$/.test(file)) faults.push(`${file}\n    No index files: import from the file that holds it.`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name)) faults.push(`${file}\n    File names are kebab-case.`);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  if (source.statements.length > 0 && !file.startsWith("app/") && source.statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier))
    faults.push(`${file}\n    No barrels: import from the file that holds it.`);
}

/**
 * What a file imports, as paths of the repository without extension or as packages.
 * @param {string} file @param {string} text
 * @returns {{ target: string, typeOnly: boolean }[]}
 */
function imports(file, text) {
  /** @type {{ target: string, typeOnly: boolean }[]} */
  const found = [];
  const add = (/** @type {string} */ specifier, /** @type {boolean} */ typeOnly) => {
    const path = specifier.startsWith("@/") ? specifier.slice(2) : specifier.startsWith(".") ? relative(root, join(root, dirname(file), specifier)).replaceAll("\\", "/") : specifier;
    found.push({ target: specifier.startsWith("@/") || specifier.startsWith(".") ? path.replace(/\.(ts|tsx|mjs|js)$/, "") : path, typeOnly });
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, onlyTypes(node));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.arguments[0] && ts.isStringLiteralLike(node.arguments[0])) {
      const called = node.expression;
      if (called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === "require") || ts.isCallExpression(called) && ts.isIdentifier(called.expression) && called.expression.text === "createRequire")
        add(node.arguments[0].text, false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.ImportDeclaration} node */
function onlyTypes(node) {
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  if (clause.name || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) return false;
  return clause.namedBindings.elements.length > 0 && clause.namedBindings.elements.every((element) => element.isTypeOnly);
}
