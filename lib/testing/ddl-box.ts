/** Two servers, a schema history and a DDL executor: statements run at the source and are then handed over as the log would. */
import { connect } from "../mysql/connection";
import type { MysqlConnection } from "../mysql/connection";
import { quoteName } from "../mysql/identifier";
import { readTables } from "../mysql/read-tables";
import type { TableDefinition } from "../mysql/table-definition";
import type { DdlChange, StatementContext } from "../engine/change";
import type { EngineEvent, SelectedDatabase } from "../engine/plan";
import { createDdlExecutor } from "../engine/ddl/ddl-executor";
import type { DdlExecutor, DdlExecutorOptions, DdlOutcome } from "../engine/ddl/ddl-executor";
import { ensureDdlTables } from "../engine/ddl/ddl-intent";
import { readCollations } from "../engine/ddl/statement-session";
import { neutralContext } from "../engine/ddl/statement-text";
import { ObjectSelection } from "../engine/router/object-selection";
import { Router } from "../engine/router/router";
import { createTables } from "../engine/schema/create-objects";
import { loadSchemaAt, SchemaHistory } from "../engine/schema/schema-history";
import { ensureSchemaTables, restoreSchema, storeWholeSchema } from "../engine/schema/schema-store";
import { twoServers } from "./two-servers";
import type { TwoServers, TwoServersOptions } from "./two-servers";

export interface DdlBoxOptions extends TwoServersOptions {
  /** Default: the test's database as a whole, under its own name. */
  readonly objects?: (database: string) => SelectedDatabase[];
  readonly onlineDdlTables?: "skip" | "copy";
}

export interface DdlBox extends AsyncDisposable {
  readonly servers: TwoServers;
  readonly database: string;
  readonly history: SchemaHistory;
  readonly router: Router;
  readonly events: EngineEvent[];
  /** Marks committed, in order: ids of the changes. */
  readonly marks: string[];
  executor(extra?: Partial<DdlExecutorOptions>): DdlExecutor;
  /** Runs the statement at the source (default database: the test's) and hands it over. */
  ddl(statement: string, context?: Partial<StatementContext>): Promise<DdlOutcome>;
  change(statement: string, context?: Partial<StatementContext>): DdlChange;
  /** Definitions of a database at a side, by table name. */
  tables(side: "source" | "destination", database?: string): Promise<Map<string, TableDefinition>>;
  /** A history filled from the destination, as a new runner would. */
  restored(): Promise<SchemaHistory>;
}

export async function ddlBox(setup: string, options: DdlBoxOptions = {}): Promise<DdlBox> {
  const servers = await twoServers({ createDestination: false, ...options });
  const database = servers.source.database;
  const objects = options.objects?.(database) ?? [{ database }];
  await servers.source.run(setup);
  const selection = new ObjectSelection(objects);
  const router = new Router(selection, { sourceLogsCascades: true });
  const targets = objects.map((object) => object.as ?? object.database);
  const settings = await servers.destination.account(targets, servers.bookkeepingDatabase);
  const open = () => connect(settings);
  const place = { database: servers.bookkeepingDatabase, taskId: servers.id };
  const history = new SchemaHistory();
  await using source = await connect(servers.source.server.settings("source"));
  const schema = await loadSchemaAt(source, selection.toTableSelection(), async () => null);
  history.reset(schema);
  const collations = await readCollations(source);
  const traits = { mariadb: /mariadb/i.test(servers.source.server.version), version: versionNumber(servers.source.server.version) };
  {
    await using destination = await open();
    await destination.run(`CREATE DATABASE ${quoteName(place.database)}`);
    await ensureSchemaTables(destination, place);
    await ensureDdlTables(destination, place);
    await createTables(destination, { databases: schema.databases, tables: schema.tables, router, existingTables: "intercept", place, sourceUtf8mb4Collation: collations.defaultOf("utf8mb4") ?? "utf8mb4_general_ci", sourceIsMariadb: traits.mariadb });
    await storeWholeSchema(destination, place, history);
  }
  const events: EngineEvent[] = [];
  const marks: string[] = [];
  const commitMark = async (_connection: MysqlConnection, ddl: DdlChange) => void marks.push(ddl.id);
  const executor = (extra: Partial<DdlExecutorOptions> = {}) =>
    createDdlExecutor({
      connect: open,
      taskId: place.taskId,
      bookkeepingDatabase: place.database,
      history,
      router,
      onlineDdlTables: options.onlineDdlTables ?? "skip",
      source: { ...traits, collations, explicitDefaultsForTimestamp: true, systemTimeZone: "+00:00" },
      destinationIsMariadb: /mariadb/i.test(servers.destination.server.version),
      commitMark,
      event: (event) => events.push(event),
      now: () => 0,
      ...extra,
    });
  let serial = 0;
  const change = (statement: string, context: Partial<StatementContext> = {}): DdlChange => {
    serial += 1;
    return { kind: "ddl", id: `gtid:${serial}`, gtid: `gtid:${serial}`, file: "binlog.000001", endOffset: serial, commitTimeMs: 0, binlogBytes: 0, statement: Buffer.from(statement, "utf8"), context: { ...neutralContext(database), ...context } };
  };
  const usual = executor();
  return {
    servers,
    database,
    history,
    router,
    events,
    marks,
    executor,
    change,
    async ddl(statement, context) {
      await servers.source.admin.run(statement);
      return usual.handle(change(statement, context));
    },
    async tables(side, name) {
      await using connection = await connect(servers[side].server.settings(side));
      const found = await readTables(connection, [{ database: name ?? database }], { createStatements: true });
      return new Map(found.map((table) => [table.name.table, table]));
    },
    async restored() {
      await using connection = await open();
      const copy = new SchemaHistory();
      await restoreSchema(connection, place, copy);
      return copy;
    },
    [Symbol.asyncDispose]: () => servers[Symbol.asyncDispose](),
  };
}

function versionNumber(text: string): number {
  const [major = 0, minor = 0, patch = 0] = (/^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  return major * 10_000 + minor * 100 + patch;
}
