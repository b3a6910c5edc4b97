// Where servers live on disk. One folder, ignored by git; TRIBUTARY_SERVERS_DIR moves it (for example to share it between clones).
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const localFolder = join(repositoryRoot, ".local");

/** @returns {string} the folder that holds `prefix/` (unpacked builds), `cache/` (downloads) and `template/` (initialised data folders) */
export function serversFolder() {
  return process.env.TRIBUTARY_SERVERS_DIR ? resolve(process.env.TRIBUTARY_SERVERS_DIR) : join(localFolder, "servers");
}

/**
 * A socket path may have at most 107 characters (sockaddr_un), a project folder may be deeper: then the socket lives in a short
 * folder of the temporary directory, named after the instance's folder and closed to others.
 * @param {string} instanceFolder
 */
export function socketPath(instanceFolder) {
  const near = join(instanceFolder, "mysql.sock");
  if (Buffer.byteLength(near) <= 100) return near;
  const key = createHash("sha256").update(instanceFolder).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `tributary-${key}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, "mysql.sock");
}
