/** One message to one channel. Throws an Error whose text may be shown: it holds no address and no secret. */
import { createHmac } from "node:crypto";
import type { ChannelTarget } from "./channel";
import type { AlertMessage } from "./message";
import { MailRefused, sendMail } from "./smtp";

const timeoutMs = 10_000;

export async function send(target: ChannelTarget, message: AlertMessage, now = Date.now()): Promise<void> {
  return target.kind === "email" ? mailTo(target, message) : post(target, message, now);
}

const textOf = ({ title, cause, link }: AlertMessage) => [title, cause, link].filter((line) => line !== "").join("\n");

async function post(target: Exclude<ChannelTarget, { kind: "email" }>, message: AlertMessage, now: number): Promise<void> {
  const { url, headers, body } = request(target, message, now);
  let response: Response;
  try {
    response = await fetch(url, { method: "POST", redirect: "error", headers: { "content-type": "application/json", ...headers }, body, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    // The message of a failed request may hold the address.
    throw new Error(error instanceof Error && error.name === "TimeoutError" ? "No answer within 10 seconds." : "The address cannot be reached.");
  }
  const text = (await response.text().catch(() => "")).slice(0, 2_000);
  if (!response.ok) throw new Error(`The receiver answered with status ${response.status}.`);
  const code = target.kind === "webhook" || target.kind === "slack" ? 0 : answerCode(text);
  if (code !== 0) throw new Error(`The receiver refused the message with code ${code}.`);
}

/** These services answer 200 also when they refuse. */
function answerCode(text: string): number {
  try {
    const said = JSON.parse(text) as { errcode?: unknown; code?: unknown; StatusCode?: unknown };
    return Number(said.errcode ?? said.code ?? said.StatusCode ?? 0) || 0;
  } catch {
    return 0;
  }
}

/** The shape that each service expects; signatures where a secret is set. */
export function request(target: Exclude<ChannelTarget, { kind: "email" }>, message: AlertMessage, now: number): { url: string; headers: Record<string, string>; body: string } {
  const text = textOf(message);
  const { secret } = target;
  switch (target.kind) {
    case "dingtalk": {
      const url = new URL(target.url);
      if (secret !== "") {
        url.searchParams.set("timestamp", String(now));
        url.searchParams.set("sign", createHmac("sha256", secret).update(`${now}\n${secret}`).digest("base64"));
      }
      return { url: url.href, headers: {}, body: JSON.stringify({ msgtype: "text", text: { content: text } }) };
    }
    case "feishu": {
      const seconds = String(Math.floor(now / 1_000));
      const signed = secret === "" ? {} : { timestamp: seconds, sign: createHmac("sha256", `${seconds}\n${secret}`).update("").digest("base64") };
      return { url: target.url, headers: {}, body: JSON.stringify({ ...signed, msg_type: "text", content: { text } }) };
    }
    case "wecom":
      return { url: target.url, headers: {}, body: JSON.stringify({ msgtype: "text", text: { content: text } }) };
    case "slack":
      return { url: target.url, headers: {}, body: JSON.stringify({ text }) };
    case "webhook": {
      const body = JSON.stringify({ ...message, at: new Date(message.atMs).toISOString() });
      return { url: target.url, headers: secret === "" ? {} : { "x-tributary-signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` }, body };
    }
  }
}

async function mailTo(target: Extract<ChannelTarget, { kind: "email" }>, message: AlertMessage): Promise<void> {
  try {
    await sendMail(target, { from: target.from, to: target.to, subject: message.title.slice(0, 200), text: textOf(message) }, timeoutMs);
  } catch (error) {
    throw error instanceof MailRefused ? error : new Error("The mail server cannot be reached.");
  }
}
