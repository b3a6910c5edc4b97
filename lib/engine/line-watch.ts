import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "../mysql/connection";

export interface LineWatchOptions {
  /** A new connection to the same address. */
  connect(): Promise<MysqlConnection>;
  /** How often is looked. Default 5,000 ms; a connection that stood still three times is inquired about. */
  readonly everyMs?: number;
  /** The server is at work for a connection that stands still, but only waits, as it says itself: told once until it moves again. */
  readonly waits?: (wait: ServerWait) => void;
}

export interface ServerWait {
  /** In the server's words: `Waiting for table metadata lock`, `waiting for handler commit` … */
  readonly state: string;
  readonly seconds: number;
  /** Its beginning. */
  readonly statement: string;
}

interface Watched {
  readonly connection: MysqlConnection;
  activity: string | null;
  still: number;
  asked: boolean;
  told: boolean;
}

/**
 * Finds connections that wait for an answer which will never come: a firewall that forgot them, a host that went away without a word. TCP itself notices
 * after a quarter of an hour or never, and no time limit helps, since an ALTER TABLE may rightly take a day. So when nothing moves the server is asked over
 * a new connection: it does not answer, or it is not at work for the old one → the old one is cut, which ends the attempt with `connection-lost`.
 */
export class LineWatch implements AsyncDisposable {
  readonly #watched = new Set<Watched>();
  readonly #timer: NodeJS.Timeout;
  #asking: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(private readonly options: LineWatchOptions) {
    this.#timer = setInterval(() => this.#look(), options.everyMs ?? 5_000);
  }

  add(connection: MysqlConnection): MysqlConnection {
    this.#watched.add({ connection, activity: null, still: 0, asked: false, told: false });
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#watched.clear();
    await this.#asking;
  }

  /** Looks are counted, not times: one that comes late because the process was busy counts once. */
  #look(): void {
    for (const one of this.#watched) {
      if (!one.connection.usable) {
        this.#watched.delete(one);
        continue;
      }
      const { activity } = one.connection;
      one.still = activity !== null && activity === one.activity ? one.still + 1 : 0;
      one.activity = activity;
      if (one.still === 0) one.told = false;
      if (one.still === 0 || one.still % 3 !== 0 || one.asked) continue;
      one.asked = true;
      this.#asking = this.#asking.then(() => this.#ask(one)).finally(() => (one.asked = false));
    }
  }

  async #ask(one: Watched): Promise<void> {
    if (this.#ended || !one.connection.usable || one.connection.activity !== one.activity) return;
    const found = await this.#sessionOf(one.connection.threadId).catch((error: unknown) => (error instanceof AppError && isSilence(error) ? "dead" : null));
    if (found === null || this.#ended || one.connection.activity !== one.activity) return;
    if (found === "dead") return one.connection.destroy();
    if (one.told || !/^waiting for /i.test(found.state)) return;
    one.told = true;
    this.options.waits?.(found);
  }

  /** What the server does for the connection. Null = nothing can be told. */
  async #sessionOf(threadId: number): Promise<ServerWait | "dead" | null> {
    await using asking = await this.options.connect();
    // Not information_schema.PROCESSLIST: 9.7 answers error 3854 there while any session runs a statement with bytes that are not text, as our own inserts.
    const rows = await asking.query<{ Id: string | number; Command: string; Time: string | number; State: string | null; Info: string | null }>("SHOW PROCESSLIST");
    // A proxy may number its connections itself: then nothing can be told.
    if (!rows.some(({ Id }) => Number(Id) === asking.threadId)) return null;
    const session = rows.find(({ Id }) => Number(Id) === threadId);
    if (session === undefined || session.Command === "Sleep") return "dead";
    return { state: session.State ?? "", seconds: Number(session.Time), statement: session.Info ?? "" };
  }
}

function isSilence({ code }: AppError): boolean {
  return code === "source-unreachable" || code === "destination-unreachable" || code === "connection-lost";
}
