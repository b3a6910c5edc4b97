import { AppError } from "../errors/app-error";
import type { MysqlConnection } from "../mysql/connection";

export interface LineWatchOptions {
  /** A new connection to the same address. */
  connect(): Promise<MysqlConnection>;
  /** How often is looked. Default 5,000 ms; a connection that stood still three times is inquired about. */
  readonly everyMs?: number;
}

interface Watched {
  readonly connection: MysqlConnection;
  activity: string | null;
  still: number;
  asked: boolean;
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
    this.#watched.add({ connection, activity: null, still: 0, asked: false });
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
      if (one.still === 0 || one.still % 3 !== 0 || one.asked) continue;
      one.asked = true;
      this.#asking = this.#asking.then(() => this.#ask(one)).finally(() => (one.asked = false));
    }
  }

  async #ask(one: Watched): Promise<void> {
    if (this.#ended || !one.connection.usable || one.connection.activity !== one.activity) return;
    const isDead = await this.#isDead(one.connection.threadId).catch((error: unknown) => error instanceof AppError && isSilence(error));
    if (isDead && !this.#ended && one.connection.activity === one.activity) one.connection.destroy();
  }

  async #isDead(threadId: number): Promise<boolean> {
    await using asking = await this.options.connect();
    // Not information_schema.PROCESSLIST: 9.7 answers error 3854 there while any session runs a statement with bytes that are not text, as our own inserts.
    const rows = await asking.query<{ Id: string | number; Command: string }>("SHOW PROCESSLIST");
    // A proxy may number its connections itself: then nothing can be told.
    if (!rows.some(({ Id }) => Number(Id) === asking.threadId)) return false;
    const session = rows.find(({ Id }) => Number(Id) === threadId);
    return session === undefined || session.Command === "Sleep";
  }
}

function isSilence({ code }: AppError): boolean {
  return code === "source-unreachable" || code === "destination-unreachable" || code === "connection-lost";
}
