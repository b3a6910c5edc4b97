/** The only place that seals and opens stored credentials: AES-256-GCM with a key derived from the installation's secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { secretKey } from "../config/env";
import { AppError } from "../errors/app-error";
import { OpenedSecret } from "../logging/redact";

const form = "v1";

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "tributary", "endpoint credentials", 32));
}

/**
 * Text for the database. `purpose` (for example `dts…:source`) is bound to it: a sealed secret that is copied to another row does not open.
 */
export function seal(plain: string, purpose: string, secret: string = secretKey()): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), nonce);
  cipher.setAAD(Buffer.from(purpose, "utf8"));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [form, nonce.toString("base64url"), body.toString("base64url"), cipher.getAuthTag().toString("base64url")].join(".");
}

/** Throws `secret-unreadable` when the installation's secret is another one or the text was changed. */
export function open(sealed: string, purpose: string, secret: string = secretKey()): OpenedSecret {
  const [version, nonce, body, tag] = sealed.split(".");
  try {
    if (version !== form || nonce === undefined || body === undefined || tag === undefined) throw new Error("unknown form");
    const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), Buffer.from(nonce, "base64url"), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(purpose, "utf8"));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return new OpenedSecret(Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8"));
  } catch (cause) {
    throw new AppError("secret-unreadable", { cause });
  }
}
