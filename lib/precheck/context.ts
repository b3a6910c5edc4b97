import { AppError } from "../errors/app-error";
import { connect, type MysqlConnection } from "../mysql/connection";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { readGrants, type Grants } from "../mysql/grants";
import { readServerFacts, type ServerFacts } from "../mysql/server-facts";
import type { EndpointFacts, PrecheckInput, Ran } from "./check";
import { readSelectedObjects, type SelectedObjects } from "./selected-objects";
import { readDestinationObjects, type DestinationObjects } from "./destination-objects";

export type Role = "source" | "destination";

/** What a check may ask. Everything that several checks need is read once; statements are noted for "What we ran". */
export interface CheckContext {
  readonly input: PrecheckInput;
  readonly signal: AbortSignal;
  settings(role: Role): ConnectionSettings;
  endpoint(role: Role): EndpointFacts | null;
  facts(role: Role): Promise<ServerFacts>;
  grants(role: Role): Promise<Grants>;
  /** Selected tables, views, routines, triggers, events of the source, with their names in the destination. */
  selected(): Promise<SelectedObjects>;
  /** What the destination has under the mapped names. */
  existing(): Promise<DestinationObjects>;
  /** Rows of one statement on that side's shared connection. */
  query<T = Record<string, string | null>>(role: Role, sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** Work of several statements on that side's shared connection, which nobody else uses meanwhile. */
  use<T>(role: Role, work: (connection: MysqlConnection) => Promise<T>): Promise<T>;
  /** Notes what a check ran by other means. */
  note(role: Role, statement: string): void;
}

/** Metadata of a server with very many tables may take long; anything longer is a fault of its own. */
const statementTimeoutMs = 45_000;

interface Probe {
  readonly ran: Ran[];
  readonly value: Promise<unknown>;
}

/** The shared half: two connections and the memory of what was read. Close it at the end. */
export class SharedProbes implements AsyncDisposable {
  readonly #probes = new Map<string, Probe>();
  readonly #sides: Record<Role, Side>;

  constructor(
    readonly input: PrecheckInput,
    readonly signal: AbortSignal,
  ) {
    this.#sides = { source: new Side(input.source, signal), destination: new Side(input.destination, signal) };
  }

  /** The view of one check; `ran` collects its statements. */
  contextFor(ran: Ran[], signal: AbortSignal): CheckContext {
    const note = (role: Role, statement: string) => {
      if (!ran.some((entry) => entry.side === role && entry.statement === statement)) ran.push({ side: role, statement });
    };
    const remember = async <T>(name: string, read: (own: CheckContext) => Promise<T>): Promise<T> => {
      let probe = this.#probes.get(name);
      if (!probe) {
        const own: Ran[] = [];
        probe = { ran: own, value: read(this.contextFor(own, this.signal)) };
        // Each check that asks sees the failure; none that asks later makes it unhandled.
        probe.value.catch(() => undefined);
        this.#probes.set(name, probe);
      }
      try {
        return (await probe.value) as T;
      } finally {
        for (const entry of probe.ran) note(entry.side, entry.statement);
      }
    };
    const facts = (role: Role) =>
      remember(`facts:${role}`, async (own) => {
        own.note(role, "SHOW GLOBAL VARIABLES");
        return this.#sides[role].use(readServerFacts);
      });
    const context: CheckContext = {
      input: this.input,
      signal,
      settings: (role) => this.input[role],
      endpoint: (role) => this.input.endpoints?.[role] ?? null,
      facts,
      grants: (role) =>
        remember(`grants:${role}`, async (own) => {
          const server = await own.facts(role);
          own.note(role, "SHOW GRANTS");
          return this.#sides[role].use((connection) => readGrants(connection, server));
        }),
      selected: () =>
        remember("selected", async (own) => {
          const server = await own.facts("source");
          // Checks of the source are told what they can be while the destination does not answer.
          const folding = this.input.objects.some(({ capitalization = "source" }) => capitalization !== "source") ? await own.facts("destination").then((facts) => facts.lowerCaseTableNames, () => 0) : 0;
          return this.#sides.source.use((connection) => readSelectedObjects(connection, server, folding, this.input, (sql) => own.note("source", sql), this.signal));
        }),
      existing: () =>
        remember("existing", async (own) => {
          const [selected, server] = [await own.selected(), await own.facts("destination")];
          return this.#sides.destination.use((connection) => readDestinationObjects(connection, server, selected, (sql) => own.note("destination", sql), this.signal));
        }),
      query: async (role, sql, values = []) => {
        note(role, sql);
        return this.#sides[role].use((connection) => connection.query(sql, values));
      },
      use: (role, work) => this.#sides[role].use(work),
      note,
    };
    return context;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#sides.source.close(), this.#sides.destination.close()]);
  }
}

/** One shared connection; one statement at a time, so that a statement that hangs costs only its own check. */
class Side {
  #connection: MysqlConnection | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    readonly settings: ConnectionSettings,
    readonly signal: AbortSignal,
  ) {}

  use<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#run(work));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#connection?.close();
    this.#connection = null;
  }

  async #run<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    if (!this.#connection?.usable) this.#connection = await connect(this.settings, { signal: this.signal });
    const connection = this.#connection;
    const cut = () => connection.destroy();
    const timer = setTimeout(cut, statementTimeoutMs);
    this.signal.addEventListener("abort", cut, { once: true });
    try {
      return await work(connection);
    } catch (error) {
      if (!this.signal.aborted && !connection.usable && !(error instanceof AppError)) throw new AppError("connection-lost", { cause: error, context: { role: this.settings.role } });
      throw error;
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener("abort", cut);
    }
  }
}
