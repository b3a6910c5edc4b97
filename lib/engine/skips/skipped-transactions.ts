/**
 * One source transaction that the destination does not take is passed over because a person has decided so. It goes through scheduler, lane and checkpoint
 * like every other one; only its row changes are replaced by a record. What cannot be decoded is not passed over: it never comes here.
 *
 * Invariants
 * 1. A decision is bound to one transaction's id and is of no effect on any other.
 * 2. The record commits with the checkpoint that covers the transaction, or neither does.
 */
import type { MysqlConnection } from "../../mysql/connection";
import type { LargeTransaction, RowChange, SourceTransaction } from "../change";
import type { EngineEvent, SkippedTransaction, TableChanges, TransactionSkip } from "../plan";
import { DecisionRecords, type RecordsPlace } from "../decision-records";
import { countByTable } from "../row-fault";

/** What was passed over, by decision. */
export const skippedRecords = new DecisionRecords<SkippedTransaction>("task_skipped", "record of a skipped transaction");

export interface SkippedTransactionsOptions {
  readonly decisions: readonly TransactionSkip[];
  readonly place: RecordsPlace;
  /** Rows outside their table's filter are nobody's gap. */
  filter?(changes: readonly RowChange[]): Promise<readonly RowChange[]>;
  event(event: EngineEvent): void;
}

export class SkippedTransactions {
  readonly #decisions: ReadonlyMap<string, TransactionSkip>;

  constructor(private readonly options: SkippedTransactionsOptions) {
    this.#decisions = new Map(options.decisions.map((decision) => [decision.id, decision]));
  }

  /** Tells of those that an earlier attempt passed over and could not tell of any more. */
  async tellRecorded(connection: MysqlConnection): Promise<void> {
    const { decisions, place } = this.options;
    for (const record of await skippedRecords.read(connection, place, decisions.map(({ key }) => key))) this.#tell(record);
  }

  /** The transaction as it is; or, where it is decided so, without its changes and with the record of them. */
  async pass(transaction: SourceTransaction): Promise<SourceTransaction> {
    const decision = this.#decisions.get(transaction.id);
    if (!decision) return transaction;
    const { settled } = transaction;
    const record = recordOf(decision, transaction, countByTable(await this.#filtered(transaction.changes)));
    let recorded = false;
    return {
      ...transaction,
      changes: [],
      memoryBytes: 0,
      settle: async (connection) => {
        await skippedRecords.write(connection, this.options.place, record.key, record);
        recorded = true;
      },
      settled: (ticket) => {
        settled?.(ticket);
        // Not when an earlier attempt had done with it.
        if (recorded) this.#tell(record);
      },
    };
  }

  /**
   * The same for one that comes in parts. Only those with a GTID can be meant by a decision: the others' id is known at their end, and their parts are not kept
   * until then.
   */
  passLarge(transaction: LargeTransaction): LargeTransaction {
    const decision = transaction.gtid === null ? undefined : this.#decisions.get(transaction.gtid);
    if (!decision) return transaction;
    let tables: TableChanges[] = [];
    const parts = async function* (this: SkippedTransactions) {
      for await (const part of transaction.parts) tables = countByTable(await this.#filtered(part), tables);
      yield [];
    }.call(this);
    let record: SkippedTransaction | null = null;
    const settle = async (connection: MysqlConnection) => {
      await transaction.settle?.(connection);
      record = recordOf(decision, transaction, tables);
      await skippedRecords.write(connection, this.options.place, record.key, record);
    };
    const settled = () => {
      if (record) this.#tell(record);
    };
    // Its end becomes known while the parts are read: a view, not a copy.
    return Object.create(transaction, { parts: { value: parts }, settle: { value: settle }, settled: { value: settled } }) as LargeTransaction;
  }

  async #filtered(changes: readonly RowChange[]): Promise<readonly RowChange[]> {
    const { filter } = this.options;
    return filter && changes.some(({ table }) => table.filter !== null) ? filter(changes) : changes;
  }

  #tell(record: SkippedTransaction): void {
    this.options.event({ kind: "transaction-skipped", atMs: Date.now(), ...record });
  }
}

function recordOf({ key, reason, actor }: TransactionSkip, { id, gtid, file, endOffset, commitTimeMs }: SourceTransaction | LargeTransaction, tables: readonly TableChanges[]): SkippedTransaction {
  return { transaction: id, key, position: gtid ?? `${file}:${endOffset}`, commitTimeMs, tables, reason, actor };
}
