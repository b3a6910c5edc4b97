import { expect, it } from "vitest";
import type { Fix } from "@/lib/precheck/check";
import { verbatim } from "@/lib/precheck/text";
import { dbaRequest } from "./dba-request";

const say = (key: string, values: Record<string, string>) => `${key}(${Object.values(values).join(",")})`;
const fix = (kind: Fix["kind"], side: Fix["side"], body: string, changes: Partial<Fix> = {}): Fix => ({ kind, side, body, title: verbatim(`T ${body}`), appliesTo: "MySQL 8.0.36", needsRestart: false, survivesRestart: true, risk: "low", note: null, placeholders: [], ...changes });
const finding = (...fixes: Fix[]) => ({ title: verbatim("Not ROW"), why: verbatim("Because"), observed: [{ label: verbatim("binlog_format"), value: verbatim("STATEMENT") }], required: [], fixes });

it("a request names the server, the finding and the statements, and leaves out what says the same in my.cnf", () => {
  expect(dbaRequest(finding(fix("sql", "source", "SET x;"), fix("mycnf", "source", "x=1", { needsRestart: true })), say)).toBe("intro(source,MySQL 8.0.36)\nNot ROW\nobserved(binlog_format STATEMENT)\nBecause\n\nrun(T SET x;)\nSET x;");
  expect(dbaRequest(finding(fix("mycnf", "source", "x=1", { needsRestart: true })), say)).toContain("mycnf(T x=1)\nx=1\nrestart()");
  expect(dbaRequest(finding(fix("sql", "source", "a"), fix("sql", "destination", "b")), say)?.match(/intro/g)).toHaveLength(2);
});

it("nobody is asked for what destroys something, nor for what is done here", () => {
  expect(dbaRequest(finding(fix("sql", "source", "DROP", { risk: "high" }), fix("console", "source", "Open it"), fix("shell", "runner", "ntp")), say)).toBeNull();
});
