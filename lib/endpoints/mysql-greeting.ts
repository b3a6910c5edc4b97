/**
 * The first packets of a MySQL connection, for the rungs below the login (protocol documentation, "Connection Phase"). Only what the
 * ladder needs: is it MySQL, does it refuse us before the login, does it offer TLS, does the TLS handshake succeed.
 */
import { connect as openSocket, type Socket } from "node:net";
import { connect as startTls, type TLSSocket } from "node:tls";

export type Greeting =
  | { readonly kind: "mysql"; readonly version: string; readonly offersTls: boolean; readonly sequence: number }
  /** The server answered with an error before any login: host not allowed, too many connections, host blocked. */
  | { readonly kind: "refused"; readonly errno: number; readonly message: string }
  | { readonly kind: "other" };

const clientSsl = 0x800;
const clientProtocol41 = 0x200;
const clientSecureConnection = 0x8000;

/** Opens a TCP connection. Rejects with the system's error (ECONNREFUSED …) or ETIMEDOUT. */
export function openTcp(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = openSocket({ host, port });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(Object.assign(new Error(`connect ETIMEDOUT ${host}:${port}`), { code: "ETIMEDOUT" }));
    }, timeoutMs);
    socket.once("connect", () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** Reads the server's first packet. Rejects when nothing comes in time or the server hangs up. */
export function readGreeting(socket: Socket, timeoutMs: number): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const finish = (work: () => void) => {
      clearTimeout(timer);
      socket.off("data", onData);
      socket.off("error", onError);
      socket.off("close", onClose);
      work();
    };
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 5) return;
      const length = received.readUIntLE(0, 3);
      // No greeting is that long: another protocol.
      if (length > 4_096) return finish(() => resolve({ kind: "other" }));
      if (received.length < 4 + length) return;
      const greeting = parseGreeting(received.subarray(4, 4 + length), received[3] ?? 0);
      finish(() => resolve(greeting));
    };
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () => finish(() => reject(Object.assign(new Error("the server closed the connection without a greeting"), { code: "ECONNRESET" })));
    const timer = setTimeout(() => finish(() => reject(Object.assign(new Error("the server sent no greeting"), { code: "ETIMEDOUT" }))), timeoutMs);
    socket.on("data", onData);
    socket.on("error", onError);
    socket.on("close", onClose);
  });
}

/** Payload of the first packet → what it says. Pure. */
export function parseGreeting(payload: Buffer, sequence: number): Greeting {
  if (payload[0] === 0xff) {
    const errno = payload.length >= 3 ? payload.readUInt16LE(1) : 0;
    const rest = payload.subarray(3);
    // Before the login there is no SQL state on most servers; where there is, it is # and five characters.
    const text = rest[0] === 0x23 ? rest.subarray(6) : rest;
    return { kind: "refused", errno, message: text.toString("utf8") };
  }
  if (payload[0] !== 10) return { kind: "other" };
  const end = payload.indexOf(0, 1);
  // Version, thread id (4), scramble (8), filler (1), lower capability bits (2).
  const at = end + 1 + 4 + 8 + 1;
  if (end < 1 || payload.length < at + 2) return { kind: "other" };
  const capabilities = payload.readUInt16LE(at);
  return {
    kind: "mysql",
    version: payload
      .subarray(1, end)
      .toString("latin1")
      .replace(/^5\.5\.5-(?=\d+\.\d+\.\d+-MariaDB)/, ""),
    offersTls: (capabilities & clientSsl) !== 0,
    sequence,
  };
}

/** Asks the server to go over to TLS and shakes hands. `ca` null = any certificate. Rejects with the TLS error. */
export function upgradeToTls(socket: Socket, greeting: { readonly sequence: number }, ca: string | null, timeoutMs: number): Promise<TLSSocket> {
  const packet = Buffer.alloc(36);
  packet.writeUIntLE(32, 0, 3);
  packet[3] = greeting.sequence + 1;
  packet.writeUInt32LE(clientSsl | clientProtocol41 | clientSecureConnection, 4);
  packet.writeUInt32LE(0x01000000, 8);
  packet[12] = 45; // utf8mb4_general_ci
  socket.write(packet);
  return new Promise((resolve, reject) => {
    const secured = startTls({
      socket,
      ...(ca === null ? { rejectUnauthorized: false } : { ca, rejectUnauthorized: true }),
      // As the driver: the certificate must come from this CA; servers sign without host names by default.
      checkServerIdentity: () => undefined,
    });
    const timer = setTimeout(() => secured.destroy(Object.assign(new Error("the TLS handshake did not end in time"), { code: "ETIMEDOUT" })), timeoutMs);
    secured.once("secureConnect", () => {
      clearTimeout(timer);
      resolve(secured);
    });
    secured.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
