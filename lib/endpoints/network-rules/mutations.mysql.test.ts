import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { expect, it } from "vitest";
import { getReleaseFacts } from "../../tasks/lifecycle/data";
import { releaseTask } from "../../tasks/lifecycle/mutations";
import { checkNetwork } from "../../tasks/probe";
import { configuredTask, controlDatabase } from "../../testing/control-database";
import { testServer } from "../../testing/servers";
import { revertAccess } from "./mutations";

it("a webhook opens the way to the server once; it is taken back on demand and stays back until asked for, and goes with the task", async () => {
  await using control = await controlDatabase();
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  // The way to the destination is shut until the rule is set.
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  let way: Server | null = null;
  const asked: string[] = [];
  let answer = 204;
  let words = "";
  const webhook = createHttpServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const rule = JSON.parse(body) as { action: string; port: number; group: string; sources: string[] };
    expect(rule).toMatchObject({ port, protocol: "tcp", group: "dts_sync", side: "destination" });
    expect(rule.sources.length).toBeGreaterThan(0);
    asked.push(rule.action);
    if (words !== "") {
      // Nothing to do.
    } else if (answer === 204 && rule.action === "allow") {
      way = createServer((near) => {
        const far = connect(destination.port, destination.host);
        for (const socket of [near, far]) socket.on("error", () => socket.destroy());
        near.pipe(far).pipe(near);
      }).listen(port, "127.0.0.1");
      await once(way, "listening");
    } else if (answer === 204) {
      way?.close();
      way = null;
    }
    response.writeHead(words === "" ? answer : 200).end(words);
  }).listen(0, "127.0.0.1");
  await once(webhook, "listening");

  const account = (server: typeof source, at = server.port) => ({ address: "127.0.0.1", port: at, account: server.adminAccount.user, password: server.adminAccount.password });
  const id = await configuredTask(control, { source: account(source), destination: account(destination, port) });
  const adapter = { networkAdapter: "webhook", networkUrl: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/rules` };
  await control.db.cluster.updateMany({ data: adapter });

  answer = 500;
  const refused = await checkNetwork(id, "li.na");
  expect(refused.sides[0]!.access.mode).toBe("manual");
  expect(refused.sides[1]!.access).toMatchObject({ mode: "automatic", status: "failed", detail: "HTTP 500" });
  expect(refused.sides[1]!.test.failedRung).toBe("tcp");
  answer = 204;
  const added = await checkNetwork(id, "li.na");
  expect(added.sides[1]!.access.status).toBe("added");
  expect(added.ok).toBe(true);
  expect((await checkNetwork(id, "li.na")).ok).toBe(true);
  expect(asked).toEqual(["allow", "allow"]);

  expect((await revertAccess(id, "destination", "li.na")).status).toBe("reverted");
  const back = await checkNetwork(id, "li.na");
  expect(back.sides[1]).toMatchObject({ access: { status: "reverted" }, test: { failedRung: "tcp" } });
  expect((await checkNetwork(id, "li.na", { addAgain: "destination" })).ok).toBe(true);
  expect(asked).toEqual(["allow", "allow", "revoke", "allow"]);

  // Asked again for what it added: still ours, and taken back at the end.
  words = '{"status":"already-present"}';
  expect((await checkNetwork(id, "li.na", { addAgain: "destination" })).sides[1]!.access.status).toBe("added");

  // Somebody else let the runner in before: nothing of ours, so nothing to take back.
  const other = await configuredTask(control, { source: account(source), destination: account(destination, port) });
  await control.db.cluster.updateMany({ data: adapter });
  const present = await checkNetwork(other, "li.na");
  expect(present.sides[1]!.access.status).toBe("present");
  expect(present.ok).toBe(true);
  await expect(revertAccess(other, "destination", "li.na")).rejects.toMatchObject({ code: "not-found" });
  await releaseTask({ id: other, actor: "li.na" });
  expect(asked.at(-1)).toBe("allow");

  // A person may leave what was set; and what could not be taken back is said, with what to do.
  expect((await getReleaseFacts(id)).rules).toMatchObject([{ side: "destination", removeOnRelease: true }]);
  words = "";
  answer = 500;
  await releaseTask({ id, actor: "li.na", removeRules: true });
  expect(asked.at(-1)).toBe("revoke");
  expect((await control.db.taskEvent.findMany({ where: { taskId: id, kind: "warning" } })).map(({ message }) => message)).toEqual([expect.stringMatching(/^A firewall rule could not be removed\. Remove it by hand from pc-/)]);
  expect(await control.db.operationLog.findMany({ where: { taskId: id, action: { in: ["add-network-rule", "remove-network-rule"] } } })).toHaveLength(6);
  (way as Server | null)?.close();
  webhook.close();
});
