import { describe, expect, it } from "vitest";
import { messages as english } from "./messages-en";
import { messages as chinese } from "./messages-zh-cn";
import { pseudoText } from "./pseudo";
import chineseChecks from "@/messages/zh-CN/checks.json";
import chineseErrors from "@/messages/zh-CN/errors.json";
import chinesePhrases from "@/messages/zh-CN/phrases.json";
import { errorCatalogue } from "@/lib/errors/catalogue";
import "@/lib/precheck/run";
import { spokenTexts } from "@/lib/precheck/text";
import { readEngineDetails, readEngineReasons, readSourceTexts } from "@/lib/testing/source-texts";
import { inLanguage } from "@/lib/languages/in-language";
import { translationFor } from "@/lib/languages/translation";

function flat(value: object, path = ""): Map<string, string> {
  return new Map(Object.entries(value).flatMap(([key, entry]) => (typeof entry === "string" ? [[path + key, entry] as const] : [...flat(entry as object, `${path}${key}.`)])));
}

const inEnglish = flat(english);
const inChinese = flat(chinese);

/** Names of placeholders and tags. Forms of a plural do not count: languages differ in them. */
function places(message: string): string[] {
  const names = new Set([...message.matchAll(/<(\w+)>/g)].map((found) => found[1]!));
  // Braces nest: places stand at even depths, the texts of a plural's forms at odd ones.
  let depth = 0;
  for (const [at, letter] of [...message].entries()) {
    if (letter === "{" && depth % 2 === 0) names.add(/^\w+/.exec([...message].slice(at + 1).join(""))?.[0] ?? "");
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
  }
  return [...names].sort();
}

/** The same in every language: products, units, SQL, signs, what is only filled in. */
const sameInEveryLanguage = [
  "Tributary", "MySQL", "PolarDB", "DNS", "TCP", "TLS", "SELECT 1", "WHERE", "orderid > 100", "MB/s", "SQL", "my.cnf", "Shell", "CSV", "ID", "UTC", "RENAME TABLE",
  "micro", "small", "medium", "large", "—", "max_allowed_packet", "sql_mode", "YAML", "JSON", "GTID", "KB", "GiB", "I", "U", "D", "DDL", "DML", "binlog", "read_only", "API",
];

function isUntranslated(message: string): boolean {
  if (/\p{Script=Han}/u.test(message)) return false;
  const own = sameInEveryLanguage.reduce((text, word) => text.replaceAll(word, ""), message).replace(/\{\w+\}|<\/?\w+>/g, "");
  return /[A-Za-z]{2,}/.test(own);
}

// Reading all sources takes a while on a busy machine.
describe("the languages of the console", { timeout: 60_000 }, () => {
  it("fill the same places in every message", () => {
    const different = [...inEnglish].filter(([key, message]) => places(message).join() !== places(inChinese.get(key) ?? "").join());
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it("leave no English in Chinese", () => {
    expect([...inChinese].filter(([, message]) => isUntranslated(message))).toEqual([]);
    expect([...Object.values(chinesePhrases), ...flat(chineseErrors).values(), ...flat(chineseChecks).values()].filter(isUntranslated)).toEqual([]);
  });

  it("keep to the words of the glossary in messages/README.md", () => {
    const all = [...inChinese.values(), ...Object.values(chinesePhrases), ...flat(chineseErrors).values(), ...flat(chineseChecks).values()];
    expect(all.filter((message) => /任务|运行器|源端|目标端|源数据库|目标数据库|断点/.test(message))).toEqual([]);
  });

  it("use no plural forms that Chinese does not have", () => {
    const faulty = [...inChinese].filter(([, message]) => [...message.matchAll(/, plural,((?:[^{}]|\{[^{}]*\})*)/g)].some((found) => /\b(one|two|few|many)\s*\{/.test(found[1]!)));
    expect(faulty).toEqual([]);
  });

  it("hold no message that nothing uses", () => {
    const sources = readSourceTexts(["app", "components"]);
    const patterns = sources
      .filter(({ namespaces }) => namespaces.length > 0)
      .flatMap(({ texts, namespaces }) => [...new Set(namespaces)].flatMap((namespace) => texts.filter(isKeyLike).map((text) => (namespace === "" ? text : `${namespace}.${text}`))));
    const computed = new Set(sources.flatMap((source) => source.computed));
    const literal = new Set(patterns.filter((text) => !text.includes("{1}")));
    const computedKey = new RegExp(`^(?:${[...new Set(patterns.filter((text) => text.includes("{1}")))].map((text) => text.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("[^.]+")).join("|")})$`);
    const unused = [...inEnglish.keys()].filter((key) => !literal.has(key) && !computedKey.test(key) && !computed.has(key.slice(0, key.lastIndexOf("."))) && !isLookedUp(key));
    expect(unused).toEqual([]);
  });

  it("cover every error and every text of the checks, with the same places", () => {
    expect(Object.keys(chineseErrors).sort()).toEqual(Object.keys(errorCatalogue).sort());
    const checks = flat(chineseChecks);
    expect([...checks.keys()].sort()).toEqual([...spokenTexts.keys()].sort());
    expect([...spokenTexts].filter(([key, message]) => places(message).join() !== places(checks.get(key) ?? "").join()).map(([key]) => key)).toEqual([]);
  });

  it("know every sentence that the server makes", () => {
    // The checks speak by keys; the engine, the command line and the log speak English.
    const skip = /^lib\/(cli|testing|generated|engine|mysql|precheck|languages|config|logging|db|runner\/main)\b|^lib\/errors\/catalogue|task-file|(^|\/)(supervisor|handover-text)/;
    const sentences = readSourceTexts(["lib"], skip).flatMap(({ file, texts }) => texts.filter((text) => / /.test(text) && /^[A-Z{][^\n]*[.!?]$/.test(text) && !/^(SELECT|INSERT|UPDATE|DELETE|PRAGMA) /.test(text)).map((text) => ({ file, text })));
    const fromPrecheck = readSourceTexts(["lib/precheck"], /^lib\/precheck\/(checks|fixes|run\.ts)/).flatMap(({ file, texts }) => texts.filter((text) => /^[A-Z][^\n]* [^\n]*\.$/.test(text)).map((text) => ({ file, text })));
    const translation = translationFor("zh-CN")!;
    const unknown = [...sentences, ...fromPrecheck].filter(({ text }) => translation.phrase(text) === text && !(text in chinesePhrases));
    expect(unknown).toEqual([]);
  });

  it("know every reason that the engine gives in its events", () => {
    const translation = translationFor("zh-CN")!;
    const reasons = readEngineReasons();
    expect(reasons.length).toBeGreaterThan(30);
    expect(reasons.filter(({ text }) => !(text in chinesePhrases))).toEqual([]);
    expect(translation.phrase("Schema change skipped: it only adds foreign keys to tables that are not synchronized")).toBe("已跳过结构变更：它只添加指向未同步的表的外键");
    expect(translation.phrase("foreign key shop.fk is not carried: its parent crm.customers is not selected")).toBe("外键 shop.fk 不同步：其父表 crm.customers 未选择");
    expect(translation.phrase("2 × Conflict in shop.a: row-missing, overwrite.")).toBe("shop.a 发生 2 次冲突：行不存在，已覆盖。");
  });

  it("know every detail that the engine gives in its errors", () => {
    const details = readEngineDetails();
    expect(details.length).toBeGreaterThan(60);
    expect(details.filter(({ text }) => !(text in chinesePhrases))).toEqual([]);
    const inChinese = (detail: string) => inLanguage({ sentence: "", detail }, "zh-CN").detail;
    expect(inChinese("the view's query cannot be read, and names in it may have to change")).toBe("无法解析该视图的查询，而其中的名称可能需要替换");
    expect(inChinese("shop.orders: column v is varchar(5), not varchar(10); column w is missing")).toBe("shop.orders：列 v 为 varchar(5)，而不是 varchar(10)；缺少列 w");
    expect(inChinese("Duplicate column name 'c' — ALTER TABLE t ADD COLUMN c INT")).toBe("Duplicate column name 'c' — ALTER TABLE t ADD COLUMN c INT");
  });

  it("translate what leaves the server and leave the words of databases and people alone", () => {
    const answer = {
      error: { code: "binlog-purged", sentence: errorCatalogue["binlog-purged"].sentence, remedy: errorCatalogue["binlog-purged"].remedy, serverMessage: "Precheck failed." },
      events: [{ kind: "table", message: "Table shop.orders: copied.", detail: { reason: "Precheck failed." } }],
      fields: { "source.port": "Enter a number.", note: "Something else." },
      why: { key: "precheck.prerequisite", values: { topic: { key: "binlog-enabled.topic", values: {}, text: "Binlog enabled" } }, text: "It needs “Binlog enabled” to pass first." },
      at: new Date(0),
    };
    expect(inLanguage(answer, "en")).toBe(answer);
    expect(inLanguage(answer, "zh-CN")).toEqual({
      error: { code: "binlog-purged", sentence: "源库已没有该同步作业所需的 binlog。", remedy: "期间的变更在源库已不存在。请先延长 binlog 保留时间，再重置同步作业并重新加载数据。", serverMessage: "Precheck failed." },
      events: [{ kind: "table", message: "表 shop.orders：已复制。", detail: { reason: "Precheck failed." } }],
      fields: { "source.port": "请填写数字。", note: "Something else." },
      why: { key: "precheck.prerequisite", values: answer.why.values, text: "需要先通过“Binlog 是否开启”。" },
      at: answer.at,
    });
  });

  it("have a pseudo-language that is a third longer and keeps its places", () => {
    expect(pseudoText("Updated {duration} ago")).toBe("[Úpdátéd {duration} ágó ~~~~]");
    for (const [key, message] of inEnglish) expect([key, places(pseudoText(message))]).toEqual([key, places(message)]);
  });
});

/** May a text of a source be a message's key? */
const isKeyLike = (text: string) => /^[\w{}.=-]+$/.test(text);

/** Keys that come from data, or go through a function that knows no namespace. */
function isLookedUp(key: string): boolean {
  return /^(logs\.actions|precheck\.ticket)\./.test(key);
}
