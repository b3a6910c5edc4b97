import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { pauseTask, resumeTask } from "../tasks/lifecycle/mutations";
import { configuredTask, controlDatabase } from "../testing/control-database";
import { channelChangeSchema, channelSchema } from "./channel";
import { listAlerts, listChannels, listRules, openChannel } from "./data";
import { addChannel, changeChannel, deleteChannel, enableChannel, testChannel } from "./channels/mutations";
import { deliverAlerts, holdLease, muteRule, saveRule } from "./mutations";
import { builtInRules } from "./rules";
import { AlertWatch } from "./watch";

const minute = 60_000;
// Several control databases and servers on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly got: { readonly path: string; readonly signature: string | undefined; readonly text: string; readonly body: Record<string, unknown> }[];
  status: number;
  answer: string;
}

/** A real web server that keeps what it gets. */
async function receiver(): Promise<Receiver> {
  const got: Receiver["got"] = [];
  const read = async (request: IncomingMessage) => {
    let text = "";
    for await (const part of request) text += String(part);
    return text;
  };
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      got.push({ path: request.url ?? "", signature: request.headers["x-tributary-signature"] as string | undefined, text, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(self.status, { "content-type": "application/json" }).end(self.answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const self: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=secret-token`,
    got,
    status: 200,
    answer: "{}",
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
  return self;
}

/** A real mail server of the barest kind: keeps what it is told between DATA and the dot. */
async function mailServer() {
  const mails: string[] = [];
  const server = createTcpServer((socket) => {
    let data: string | null = null;
    let rest = "";
    socket.setEncoding("utf8").write("220 here\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (text: string) => {
      rest += text;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== null) {
          if (line === ".") {
            mails.push(data);
            data = null;
            socket.write("250 kept\r\n");
          } else data += `${line}\n`;
        } else if (/^DATA/i.test(line)) {
          data = "";
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else socket.write("250 fine\r\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, mails, [Symbol.dispose]: () => void server.close() };
}

async function world() {
  const control = await controlDatabase();
  const id = await configuredTask(control, { status: "running" });
  let now = Date.now();
  const clock = { now: () => now, pass: (ms: number) => (now += ms) };
  await control.db.task.update({ where: { id }, data: { phase: "stream", firstStartedAtMs: now } });
  const lag = async (lagMs: number | null) => {
    const figures = { phase: "stream", caughtUp: lagMs === null ? null : lagMs === 0, lagMs, lagBytes: 1, applied: null, lastCommitMs: now, logRetentionSeconds: null };
    await control.db.taskFigure.upsert({ where: { taskId: id }, create: { taskId: id, atMs: now, epoch: 0, figures }, update: { atMs: now, figures } });
  };
  const watch = new AlertWatch("one", "https://console.example", (error) => { throw error; }, clock.now);
  return { control, id, clock, lag, watch };
}

it("lag that lasts is raised once, told in each channel's language and shape, and cleared after it has gone", async () => {
  const { control, id, clock, lag, watch } = await world();
  await using _control = control;
  await using hook = await receiver();
  await using ding = await receiver();
  using mail = await mailServer();
  await addChannel(channelSchema.parse({ name: "ops", language: "en", target: { kind: "webhook", url: hook.url, secret: "sign" } }), "li");
  await addChannel(channelSchema.parse({ name: "钉钉", language: "zh-CN", target: { kind: "dingtalk", url: ding.url, secret: "s" } }), "li");
  await addChannel(channelSchema.parse({ name: "mail", language: "en", target: { kind: "email", host: "127.0.0.1", port: mail.port, secure: false, from: "a@example.com", to: ["b@example.com"] } }), "li");
  ding.answer = '{"errcode":0}';

  await lag(45_000);
  await watch.lookNow();
  expect((await listAlerts()).active).toEqual([]);
  clock.pass(5 * minute);
  await lag(46_000);
  const other = new AlertWatch("two", "https://console.example", () => undefined, clock.now);
  await watch.lookNow();
  await other.lookNow();
  await watch.lookNow();
  const name = (await control.db.task.findUniqueOrThrow({ where: { id } })).name;
  expect((await listAlerts(id)).active).toMatchObject([{ kind: "lag", cause: "Lag is 46 s; the limit is 30 s.", quiet: false }]);
  expect(hook.got).toHaveLength(1);
  expect(hook.got[0]?.body).toMatchObject({ what: "raised", kind: "lag", taskId: id, title: `Alert: ${name}. Lag is high.`, cause: "Lag is 46 s; the limit is 30 s.", link: `https://console.example/sync/${id}` });
  expect(hook.got[0]?.signature).toBe(`sha256=${createHmac("sha256", "sign").update(hook.got[0]?.text ?? "").digest("hex")}`);
  expect(ding.got[0]?.body).toEqual({ msgtype: "text", text: { content: `告警：${name}。同步延迟过高。\n同步延迟为 46 秒，上限为 30 秒。\nhttps://console.example/sync/${id}` } });
  expect(ding.got[0]?.path).toContain("sign=");
  expect(mail.mails).toHaveLength(1);
  expect(mail.mails[0]).toContain("To: <b@example.com>");
  expect(Buffer.from(mail.mails[0]?.split("\n\n")[1] ?? "", "base64").toString("utf8")).toBe(`Alert: ${name}. Lag is high.\r\nLag is 46 s; the limit is 30 s.\r\nhttps://console.example/sync/${id}`);

  await lag(0);
  await watch.lookNow();
  clock.pass(minute);
  await lag(0);
  await watch.lookNow();
  expect(await listAlerts()).toMatchObject({ active: [], history: [{ kind: "lag", state: "cleared", deliveries: { length: 6 } }] });
  expect(hook.got.map(({ body }) => body["what"])).toEqual(["raised", "cleared"]);
  expect((await control.db.taskEvent.findMany({ where: { taskId: id, kind: "alert" } })).map((event) => event.message)).toEqual(["Alert raised: Lag is 46 s; the limit is 30 s.", "Alert cleared: Lag is 46 s; the limit is 30 s."]);
});

it("a receiver that fails is tried again with pauses and said so, without its address", async () => {
  const { control, id, clock, watch } = await world();
  await using _control = control;
  await using hook = await receiver();
  hook.status = 500;
  await addChannel(channelSchema.parse({ name: "ops", language: "en", target: { kind: "slack", url: hook.url } }), "li");
  await saveRule("", "state", { ...builtInRules.state, forMinutes: 0 }, "li");
  await control.db.task.update({ where: { id }, data: { status: "failed", errorCode: "binlog-purged", errorAtMs: 1 } });
  await watch.lookNow();
  await deliverAlerts(clock.now(), "https://console.example");
  expect(hook.got).toHaveLength(1);
  const delivery = async () => (await listAlerts()).active[0]?.deliveries[0];
  expect(await delivery()).toMatchObject({ state: "waiting", attempts: 1, message: "The receiver answered with status 500." });
  hook.status = 200;
  clock.pass(16_000);
  await watch.lookNow();
  expect(await delivery()).toMatchObject({ state: "sent", attempts: 2, message: null });
  const stored = [await listAlerts(), await listChannels(), await control.db.alertChannel.findMany(), await control.db.operationLog.findMany()];
  expect(JSON.stringify(stored, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))).not.toContain("secret-token");
});

it("a muted rule raises in silence, is told when the mute ends and it still holds, and a test message says why it could not be sent", async () => {
  const { control, id, clock, watch } = await world();
  await using _control = control;
  await using hook = await receiver();
  const channel = await addChannel(channelSchema.parse({ name: "ops", language: "en", target: { kind: "dingtalk", url: hook.url } }), "li");
  await saveRule(id, "state", { ...builtInRules.state, forMinutes: 0 }, "li");
  await muteRule(id, "state", clock.now() + minute, "li");
  await control.db.task.update({ where: { id }, data: { status: "failed", errorCode: "binlog-purged", errorAtMs: 1 } });
  await watch.lookNow();
  expect((await listAlerts()).active).toMatchObject([{ kind: "state", quiet: true, deliveries: [] }]);
  expect(hook.got).toEqual([]);
  clock.pass(minute + 1);
  await watch.lookNow();
  await watch.lookNow();
  expect((await listAlerts()).active).toMatchObject([{ kind: "state", quiet: false, deliveries: [{ what: "raised" }] }]);
  expect(hook.got).toHaveLength(1);
  await muteRule(id, "state", clock.now() + minute, "li");
  await control.db.task.update({ where: { id }, data: { status: "paused", errorCode: null } });
  await watch.lookNow();
  clock.pass(2 * minute);
  await watch.lookNow();
  hook.answer = '{"errcode":310000,"errmsg":"sign not match"}';
  expect(await testChannel(channel, "li", "https://console.example")).toBe("The receiver refused the message with code 310000.");
  hook.answer = '{"errcode":0}';
  expect(await testChannel(channel, "li", "https://console.example")).toBeNull();
});

it("the lease lets one process at a time watch, and passes on when it is not kept", async () => {
  await using _control = await controlDatabase();
  expect(await holdLease("alerts", "one", 100, 1_000)).toBe(true);
  expect(await holdLease("alerts", "two", 100, 1_050)).toBe(false);
  expect(await holdLease("alerts", "one", 100, 1_050)).toBe(true);
  expect(await holdLease("alerts", "two", 100, 1_200)).toBe(true);
});

it("a destination without space left is told by its error, at once, and is over when the task goes on", async () => {
  const { control, id, clock, watch } = await world();
  await using _control = control;
  await saveRule("", "destination-full", { ...builtInRules["destination-full"], enabled: true }, "li");
  await control.db.task.update({ where: { id: id }, data: { status: "failed", errorCode: "destination-disk-full" } });
  await watch.lookNow();
  expect((await listAlerts()).active.map(({ kind, cause }) => [kind, cause])).toEqual([["destination-full", "The destination has no space left: nothing can be written."]]);
  await control.db.task.update({ where: { id: id }, data: { status: "running", errorCode: null } });
  await watch.lookNow();
  clock.pass(2 * minute);
  await watch.lookNow();
  expect((await listAlerts()).active).toEqual([]);
});

it("what was raised outside the hours of its rule is told when they begin, once, and not when it is over by then", async () => {
  const { control, id, clock, watch } = await world();
  await using _control = control;
  await using hook = await receiver();
  await addChannel(channelSchema.parse({ name: "ops", language: "en", target: { kind: "webhook", url: hook.url } }), "li");
  const at = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const from = clock.now() + 5 * minute;
  await saveRule("", "state", { ...builtInRules.state, forMinutes: 0, hours: { from: at(from), to: at(from + 60 * minute), timeZone: "UTC" } }, "li");
  const status = (status: string) => control.db.task.update({ where: { id }, data: { status, errorCode: status === "failed" ? "binlog-purged" : null, errorAtMs: 1 } });
  await status("failed");
  await watch.lookNow();
  expect((await listAlerts()).active).toMatchObject([{ quiet: true, deliveries: [] }]);
  await status("paused");
  await watch.lookNow();
  clock.pass(2 * minute);
  await watch.lookNow();
  await status("failed");
  await watch.lookNow();
  clock.pass(4 * minute);
  await watch.lookNow();
  await watch.lookNow();
  expect(hook.got.map(({ body }) => body["what"])).toEqual(["raised"]);
  expect((await listAlerts()).history).toMatchObject([{ quiet: true, deliveries: [] }]);
});

it("a verification that failed, or found a table missing, is told as well as differing rows are; the one that ended last counts", async () => {
  const { control, id, clock, watch } = await world();
  await using _control = control;
  await saveRule("", "verification", { ...builtInRules.verification, enabled: true, threshold: 100 }, "li");
  const settings = { scope: "all", method: "full", rowsPerSecond: 0, schedule: { kind: "now" }, threshold: 100 };
  const table = (name: string, state: string, reason: string | null, missing = 0) => ({ sourceDatabase: "shop", sourceTable: name, destinationDatabase: "shop", destinationTable: name, state, reason, missing });
  const ended = async (number: number, status: string, endedAtMs: number, tables: ReturnType<typeof table>[] = []) => {
    await control.db.verificationJob.create({ data: { id: number, taskId: id, status, settings, dueAtMs: 1, startedBy: "li", createdAtMs: 1, endedAtMs, tables: { create: tables } } });
    await watch.lookNow();
    return (await listAlerts()).active.map(({ cause }) => cause);
  };
  expect(await ended(2, "different", 10, [table("a", "different", null, 99)])).toEqual([]);
  // Planned first, ended last.
  expect(await ended(1, "different", 20, [table("a", "different", null, 7), table("b", "different", "missing"), table("c", "skipped", "unreadable"), table("d", "skipped", "changing")])).toEqual([
    "Verification 1 found 7 differing rows; missing or not comparable tables: 2.",
  ]);
  expect(await ended(3, "failed", 30)).toEqual(["Verification 3 could not be finished."]);
  await ended(4, "passed", 40, [table("a", "match", null)]);
  clock.pass(2 * minute);
  await watch.lookNow();
  expect((await listAlerts()).active).toEqual([]);
});

it("the limit of lag is the task's own until its rule has another one", async () => {
  const { control, id, clock, lag, watch } = await world();
  await using _control = control;
  const { objects } = await control.db.task.findUniqueOrThrow({ where: { id } });
  await control.db.task.update({ where: { id }, data: { objects: { ...(objects as object), lagWarnSeconds: 90 } } });
  await saveRule("", "lag", { ...builtInRules.lag, forMinutes: 0 }, "li");
  expect((await listRules(id)).find(({ kind }) => kind === "lag")).toMatchObject({ limit: 90, from: "console" });
  expect((await listRules()).find(({ kind }) => kind === "lag")).toMatchObject({ limit: null });
  await lag(80_000);
  await watch.lookNow();
  expect((await listAlerts()).active).toEqual([]);
  await lag(95_000);
  await watch.lookNow();
  expect((await listAlerts()).active.map(({ cause }) => cause)).toEqual(["Lag is 95 s; the limit is 90 s."]);
  await saveRule(id, "lag", { ...builtInRules.lag, threshold: 300 }, "li");
  expect((await listRules(id)).find(({ kind }) => kind === "lag")).toMatchObject({ limit: 300, from: "task" });
  await watch.lookNow();
  clock.pass(2 * minute);
  await lag(95_000);
  await watch.lookNow();
  expect((await listAlerts()).active).toEqual([]);
});

it("a channel is changed without saying its secrets again, and a mail password goes to no other server", async () => {
  const { control } = await world();
  await using _control = control;
  await using one = await receiver();
  await using two = await receiver();
  const hook = await addChannel(channelSchema.parse({ name: "ops", language: "en", target: { kind: "webhook", url: one.url, secret: "sign" } }), "li");
  await changeChannel(hook, channelChangeSchema.parse({ name: "on call", language: "zh-CN", target: { kind: "webhook", url: "", secret: "" } }), "li");
  expect(await testChannel(hook, "li", "https://console.example")).toBeNull();
  await changeChannel(hook, channelChangeSchema.parse({ name: "on call", language: "en", target: { kind: "webhook", url: two.url, secret: "" } }), "li");
  expect(await testChannel(hook, "li", "https://console.example")).toBeNull();
  expect([one.got.length, two.got.length]).toEqual([1, 1]);
  expect(two.got[0]?.signature).toBe(`sha256=${createHmac("sha256", "sign").update(two.got[0]?.text ?? "").digest("hex")}`);
  await expect(changeChannel(hook, channelChangeSchema.parse({ name: "on call", language: "en", target: { kind: "slack", url: "" } }), "li")).rejects.toMatchObject({ code: "input-invalid" });

  const target = { kind: "email" as const, host: "mail.example", port: 587, secure: false, user: "tributary", password: "kept", from: "a@example.com", to: ["b@example.com"] };
  const mail = await addChannel(channelSchema.parse({ name: "mail", language: "en", target }), "li");
  const change = (part: object) => changeChannel(mail, channelChangeSchema.parse({ name: "mail", language: "en", target: { ...target, password: "", ...part } }), "li");
  await change({ to: ["c@example.com"] });
  expect((await openChannel(mail)).target).toMatchObject({ password: "kept", to: ["c@example.com"] });
  await expect(change({ host: "elsewhere.example" })).rejects.toMatchObject({ fields: { "target.password": expect.any(String) } });
  await expect(change({ user: "somebody" })).rejects.toMatchObject({ code: "input-invalid" });
  await expect(change({ secure: true })).rejects.toMatchObject({ code: "input-invalid" });
  expect((await openChannel(mail)).target).toMatchObject({ host: "mail.example", user: "tributary" });
  const said = JSON.stringify([await listChannels(), await control.db.operationLog.findMany()], (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  expect(said).not.toMatch(/kept|secret-token/);
});

it("a channel that goes is taken out of the rules that name it, a rule whose channels are all off says so, and neither is silent for good", async () => {
  const { control, id, watch } = await world();
  await using _control = control;
  await using hook = await receiver();
  const [one, two] = [await addChannel(channelSchema.parse({ name: "one", language: "en", target: { kind: "webhook", url: hook.url } }), "li"), await addChannel(channelSchema.parse({ name: "two", language: "en", target: { kind: "webhook", url: hook.url } }), "li")];
  await saveRule("", "state", { ...builtInRules.state, forMinutes: 0, channels: [one] }, "li");
  await saveRule(id, "lag", { ...builtInRules.lag, channels: [one, two] }, "li");
  const silent = async () => (await listRules()).filter((rule) => rule.silent).map(({ kind }) => kind);
  expect(await silent()).toEqual([]);
  await enableChannel(one, false, "li");
  expect(await silent()).toEqual(["state"]);
  expect((await listChannels())[0]?.rules).toMatchObject([{ kind: "state", taskName: null, alone: true }, { kind: "lag", alone: false }]);
  await deleteChannel(one, "li");
  expect(await silent()).toEqual([]);
  expect((await listRules(id)).find(({ kind }) => kind === "lag")?.settings.channels).toEqual([two]);
  await control.db.task.update({ where: { id }, data: { status: "failed", errorCode: "binlog-purged", errorAtMs: 1 } });
  await watch.lookNow();
  expect(hook.got.map(({ body }) => body["kind"])).toEqual(["state"]);
});

it("whoever paused a task is reminded once, when it is still paused then; resuming ends it and asks for no other", async () => {
  const { control, id, clock, watch } = await world();
  await using _control = control;
  await using hook = await receiver();
  await addChannel(channelSchema.parse({ name: "ops", language: "en", target: { kind: "webhook", url: hook.url } }), "li");
  await pauseTask({ id, actor: "li", remindAtMs: clock.now() + 60 * minute });
  await control.db.task.update({ where: { id }, data: { status: "paused" } });
  await watch.lookNow();
  expect(hook.got).toEqual([]);
  clock.pass(60 * minute);
  await watch.lookNow();
  clock.pass(60 * minute);
  await watch.lookNow();
  expect(hook.got.map(({ body }) => [body["what"], body["kind"], body["cause"]])).toEqual([["raised", "reminder", "The task is still paused: this is the reminder that was asked for."]]);
  await resumeTask({ id, actor: "li" });
  expect(await control.db.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ remindAtMs: null });
  await watch.lookNow();
  clock.pass(2 * minute);
  await watch.lookNow();
  expect((await listAlerts(id)).active).toEqual([]);
});
