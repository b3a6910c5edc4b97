/** Hands one plain mail to a mail server (RFC 5321): TLS from the start or by STARTTLS, AUTH PLAIN or LOGIN. No attachments, no queue. */
import { randomUUID } from "node:crypto";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { hostname } from "node:os";
import { connect as connectTls } from "node:tls";

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS before the first word. Otherwise STARTTLS where the server offers it, and always before a password is sent. */
  readonly secure: boolean;
  /** Empty = no sign-in. */
  readonly user: string;
  readonly password: string;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** The server's answer was not the expected one. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
  constructor(readonly code: number) {
    super(`The mail server answered with code ${code}.`);
  }
}

/** Resolves when the server has taken the mail. Throws `MailRefused`, or an Error of the connection. */
export async function sendMail(server: MailServer, mail: Mail, timeoutMs: number): Promise<void> {
  const talk = new Conversation(await opened(server, timeoutMs), timeoutMs);
  try {
    await talk.answer(220);
    let offers = await talk.say(`EHLO ${hostname().replaceAll(/[^\w.-]/g, "-") || "localhost"}`, 250);
    if (!server.secure) {
      if (/^STARTTLS\b/im.test(offers)) {
        await talk.say("STARTTLS", 220);
        await talk.encrypt(server.host);
        offers = await talk.say(`EHLO ${hostname().replaceAll(/[^\w.-]/g, "-") || "localhost"}`, 250);
      } else if (server.user !== "") throw new Error("The mail server offers no encryption for the password.");
    }
    if (server.user !== "") await signIn(talk, server, offers);
    await talk.say(`MAIL FROM:<${mail.from}>`, 250);
    for (const to of mail.to) await talk.say(`RCPT TO:<${to}>`, 250);
    await talk.say("DATA", 354);
    await talk.say(`${letter(mail)}\r\n.`, 250);
    await talk.say("QUIT", 221).catch(() => undefined);
  } finally {
    talk.close();
  }
}

async function signIn(talk: Conversation, { user, password }: MailServer, offers: string): Promise<void> {
  const encoded = (text: string) => Buffer.from(text, "utf8").toString("base64");
  if (/^AUTH[ =].*\bPLAIN\b/im.test(offers)) await talk.say(`AUTH PLAIN ${encoded(`\0${user}\0${password}`)}`, 235);
  else {
    await talk.say("AUTH LOGIN", 334);
    await talk.say(encoded(user), 334);
    await talk.say(encoded(password), 235);
  }
}

/** Headers and body; base64, so that no line is too long, none begins with a dot, and every letter arrives. */
function letter({ from, to, subject, text }: Mail): string {
  const words = Buffer.from(subject.replaceAll(/\s+/g, " "), "utf8");
  const plain = words.every((byte) => byte >= 0x20 && byte < 0x7f) && words.length < 60;
  const body = Buffer.from(text.replaceAll(/\r?\n/g, "\r\n"), "utf8").toString("base64").replaceAll(/.{76}/g, "$&\r\n");
  return [
    `From: <${from}>`,
    `To: ${to.map((each) => `<${each}>`).join(",\r\n ")}`,
    `Subject: ${plain ? words.toString("latin1") : encodedWords(subject)}`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${randomUUID()}@tributary>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    body,
  ].join("\r\n");
}

/** RFC 2047: pieces of at most 75 characters, each whole letters. */
function encodedWords(text: string): string {
  const pieces: string[] = [];
  let piece = "";
  for (const letter of text.replaceAll(/\s+/g, " ")) {
    if (Buffer.byteLength(piece + letter) > 42) {
      pieces.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return [...pieces, piece].map((each) => `=?utf-8?B?${Buffer.from(each, "utf8").toString("base64")}?=`).join("\r\n ");
}

/** A name is told for the certificate; an address cannot be. */
const nameOf = (host: string) => (isIP(host) === 0 ? { servername: host } : {});

function opened({ host, port, secure }: MailServer, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = secure ? connectTls({ host, port, ...nameOf(host) }, () => resolve(socket)) : connectPlain({ host, port }, () => resolve(socket));
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error("timeout")));
    socket.once("error", reject);
  });
}

class Conversation {
  #text = "";
  #failed: Error | null = null;
  #wake: () => void = () => {};

  constructor(
    private socket: Socket,
    private readonly timeoutMs: number,
  ) {
    this.#listen();
  }

  #listen(): void {
    this.socket.setTimeout(this.timeoutMs, () => this.socket.destroy(new Error("timeout")));
    this.socket.on("data", (part: Buffer) => {
      this.#text += part.toString("utf8");
      // Nobody answers at such length.
      if (this.#text.length > 65_536) this.socket.destroy(new Error("too long"));
      this.#wake();
    });
    const failed = (error?: Error) => {
      this.#failed ??= error ?? new Error("closed");
      this.#wake();
    };
    this.socket.on("error", failed);
    this.socket.on("close", () => failed());
  }

  async say(line: string, expected: number): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return this.answer(expected);
  }

  /** The lines of the next answer without their code. */
  async answer(expected: number): Promise<string> {
    for (;;) {
      const found = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\n/.exec(this.#text);
      if (found) {
        this.#text = this.#text.slice(found[0].length);
        if (Number(found[1]) !== expected) throw new MailRefused(Number(found[1]));
        return found[0].replaceAll(/^\d{3}[- ]?/gm, "").replaceAll("\r", "");
      }
      if (this.#failed) throw this.#failed;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** What came in clear before the encryption is forgotten: nobody in between may put words in. */
  async encrypt(host: string): Promise<void> {
    this.socket.removeAllListeners();
    this.#text = "";
    const plain = this.socket;
    this.socket = await new Promise<Socket>((resolve, reject) => {
      const secured = connectTls({ socket: plain, ...nameOf(host) }, () => resolve(secured));
      secured.setTimeout(this.timeoutMs, () => secured.destroy(new Error("timeout")));
      secured.once("error", reject);
    });
    this.#listen();
  }

  close(): void {
    this.socket.on("error", () => undefined);
    this.socket.destroy();
  }
}
