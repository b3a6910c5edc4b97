import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testCertificate } from "../testing/test-certificate";
import { type MailServer, sendMail } from "./smtp";

const trusted = testCertificate("localhost");
const anotherHost = testCertificate("mail.example.com");
const user = "tributary";
const password = "päss word";

interface Seen {
  /** How each sign-in came: `PLAIN`, `LOGIN`; whether encrypted, and whether its password was right. */
  readonly signIns: { readonly method: string; readonly encrypted: boolean; readonly right: boolean }[];
  readonly mails: { readonly text: string; readonly to: readonly string[]; readonly encrypted: boolean; readonly user: string | undefined }[];
}

/** A mail server of a library that implements the protocol for servers, on a free port. */
async function mailServer(options: SMTPServerOptions = {}) {
  const seen: Seen = { signIns: [], mails: [] };
  const server = new SMTPServer({
    ...trusted,
    disableReverseLookup: true,
    onAuth: (auth, session, done) => {
      const right = auth.username === user && auth.password === password;
      seen.signIns.push({ method: auth.method, encrypted: session.secure, right });
      done(right ? null : new Error("wrong"), right ? { user } : undefined);
    },
    onData: (stream, session, done) => {
      let text = "";
      stream.setEncoding("utf8").on("data", (part: string) => (text += part));
      stream.on("end", () => {
        seen.mails.push({ text, to: session.envelope.rcptTo.map(({ address }) => address), encrypted: session.secure, user: session.user });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const given: MailServer = { host: "localhost", port: (listening.address() as AddressInfo).port, secure: false, user, password };
  return { seen, given, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

// Another process, a certificate and a server per test on a busy machine.
describe("a mail server that is not ours", { timeout: 60_000 }, () => {
  let folder: string;
  let sender: ChildProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tributary-mail-"));
    await writeFile(join(folder, "ca.pem"), trusted.cert + anotherHost.cert);
    sender = fork(join(import.meta.dirname, "../testing/mail-process.ts"), { execArgv: ["--import", "tsx"], env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") } });
    await once(sender, "message");
  }, 60_000);
  afterAll(async () => {
    sender.kill();
    await rm(folder, { recursive: true, force: true });
  });
  /** What the one who trusts the servers' certificate says: null = handed over. */
  const send = async (server: MailServer): Promise<string | null> => {
    const answer = once(sender, "message");
    sender.send(server);
    return ((await answer)[0] as { error: string | null }).error;
  };

  it("gets the password and the mail only behind STARTTLS", async () => {
    await using server = await mailServer();
    expect(await send(server.given)).toBeNull();
    expect(server.seen.signIns).toEqual([{ method: "PLAIN", encrypted: true, right: true }]);
    const [mail] = server.seen.mails;
    expect(mail).toMatchObject({ encrypted: true, user, to: ["ops@example.com", "li@example.com"] });
    expect(mail?.text).toContain(`Subject: =?utf-8?B?${Buffer.from("告警：orders").toString("base64")}?=`);
    expect(Buffer.from(mail?.text.split("\r\n\r\n")[1] ?? "", "base64").toString("utf8")).toBe("Lag is 46 s.\r\n.");
  });

  it("is spoken to in TLS from the first word where that is chosen, and in its own way of signing in", async () => {
    await using server = await mailServer({ secure: true, authMethods: ["LOGIN"] });
    expect(await send({ ...server.given, secure: true })).toBeNull();
    expect(server.seen.signIns).toEqual([{ method: "LOGIN", encrypted: true, right: true }]);
    expect(server.seen.mails).toHaveLength(1);
  });

  it("that refuses the password or a recipient is quoted by its code", async () => {
    await using server = await mailServer({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no such box"), { responseCode: 550 })) });
    expect(await send({ ...server.given, password: "another" })).toBe("The mail server answered with code 535.");
    expect(await send(server.given)).toBe("The mail server answered with code 550.");
    expect(server.seen.mails).toEqual([]);
  });

  it("without encryption gets no password; without a user it gets the mail all the same", async () => {
    await using server = await mailServer({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true, authOptional: true });
    expect(await send(server.given)).toBe("The mail server offers no encryption for the password.");
    expect(server.seen.signIns).toEqual([]);
    expect(await send({ ...server.given, user: "", password: "" })).toBeNull();
    expect(server.seen.mails).toMatchObject([{ encrypted: false, user: undefined }]);
  });

  it("whose certificate nobody vouches for gets neither password nor mail", async () => {
    await using server = await mailServer();
    await expect(sendMail(server.given, { from: "a@example.com", to: ["b@example.com"], subject: "s", text: "t" }, 10_000)).rejects.toThrow(/certificate/i);
    await using implicit = await mailServer({ secure: true });
    await expect(sendMail({ ...implicit.given, secure: true }, { from: "a@example.com", to: ["b@example.com"], subject: "s", text: "t" }, 10_000)).rejects.toThrow(/certificate/i);
    expect([server.seen, implicit.seen]).toEqual([{ signIns: [], mails: [] }, { signIns: [], mails: [] }]);
  });

  it("whose certificate is another host's gets neither", async () => {
    await using server = await mailServer(anotherHost);
    expect(await send(server.given)).toMatch(/does not match certificate/i);
    expect(server.seen).toEqual({ signIns: [], mails: [] });
  });
});
