/** A line between the task and a server that can be cut and frozen: frozen, both ends stay connected and hear nothing. */
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export class Line implements AsyncDisposable {
  readonly #sockets = new Set<Socket>();
  readonly #stranded = new WeakSet<Socket>();
  #frozen = false;

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {}

  static async open(port: number): Promise<Line> {
    const server = createServer({ pauseOnConnect: true });
    const line = new Line(server, port);
    server.on("connection", (near) => line.#join(near, connect(line.target, "127.0.0.1")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const socket of this.#sockets) {
      this.#stranded.delete(socket);
      socket.destroy();
    }
  }

  freeze(): void {
    this.#frozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Connections that are there now hear nothing any more, for ever; new ones are not concerned. */
  strand(): void {
    for (const socket of this.#sockets) {
      socket.pause();
      this.#stranded.add(socket);
    }
  }

  /** Leads to another port from the next connection on. */
  turn(port: number): void {
    this.target = port;
  }

  thaw(): void {
    this.#frozen = false;
    for (const socket of this.#sockets) if (!this.#stranded.has(socket)) socket.resume();
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.#sockets.add(from);
      from.on("data", (bytes) => {
        if (!to.write(bytes)) from.pause();
      });
      to.on("drain", () => {
        if (!this.#frozen && !this.#stranded.has(from)) from.resume();
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        this.#sockets.delete(from);
        // The other end of a stranded connection does not hear of it.
        if (!this.#stranded.has(from)) to.destroy();
      });
      if (this.#frozen) from.pause();
      else from.resume();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
