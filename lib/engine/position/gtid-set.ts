/**
 * Sets of executed transactions. The classes of `@vlasky/zongji` (exact 64-bit numbers, tagged GTIDs) do the arithmetic;
 * this is the only file that imports them.
 */
import { GtidSet as MysqlSet, MariadbGtidPosition } from "@vlasky/zongji";
import { AppError } from "../../errors/app-error";

type Flavour = "mysql" | "mariadb";
type Interval = readonly [bigint, bigint];

/**
 * The transactions that were executed up to some point, of one flavour.
 * MySQL: a set of `uuid[:tag]:n-m` intervals. MariaDB: the last `domain-server-sequence` of each domain, which stands for all before it.
 */
export class ExecutedSet {
  #mysql: MysqlSet | null = null;
  #mariadb: MariadbGtidPosition | null = null;
  /** A run of consecutive MySQL transactions that is not in the set yet: the common case costs no set arithmetic. */
  #run: { prefix: string; first: number; last: number } | null = null;

  constructor(
    readonly flavour: Flavour,
    text: string,
  ) {
    try {
      const clean = text.replace(/\s+/g, "");
      if (flavour === "mysql") this.#mysql = MysqlSet.parse(clean);
      else this.#mariadb = MariadbGtidPosition.parse(clean);
    } catch (cause) {
      throw new AppError("binlog-position-invalid", { cause, detail: "the GTID set cannot be read" });
    }
  }

  /** Adds one transaction: `uuid:n`, `uuid:tag:n` or `domain-server-sequence`. */
  add(gtid: string): void {
    if (this.#mariadb) {
      const [domainId, serverId, seqNo] = gtid.split("-");
      this.#mariadb.add({ domainId: Number(domainId), serverId: Number(serverId), seqNo: seqNo! });
      return;
    }
    const colon = gtid.lastIndexOf(":");
    const number = Number(gtid.slice(colon + 1));
    const run = this.#run;
    if (run && number === run.last + 1 && colon === run.prefix.length && gtid.startsWith(run.prefix)) {
      run.last = number;
      return;
    }
    this.#settle();
    if (Number.isSafeInteger(number)) this.#run = { prefix: gtid.slice(0, colon), first: number, last: number };
    else this.#mysql!.add(gtid);
  }

  contains(gtid: string): boolean {
    if (this.#mariadb) {
      const [domain, , sequence] = gtid.split("-");
      const own = mariadbDomains(this.toString()).get(domain!);
      return own !== undefined && own >= BigInt(sequence!);
    }
    this.#settle();
    return this.#mysql!.contains(gtid);
  }

  /** Every transaction of `other` is in this set. On MariaDB: every domain of `other` is at least as far here. */
  includes(other: string): boolean {
    if (this.#mariadb) {
      const own = mariadbDomains(this.toString());
      for (const [domain, sequence] of mariadbDomains(other)) {
        const reached = own.get(domain);
        if (reached === undefined || reached < sequence) return false;
      }
      return true;
    }
    const own = mysqlIntervals(this.toString());
    // Parsed and printed by the same class, so that neighbouring intervals are joined on both sides.
    for (const [source, intervals] of mysqlIntervals(new ExecutedSet("mysql", other).toString())) {
      const have = own.get(source) ?? [];
      for (const [from, to] of intervals) if (!have.some(([start, end]) => start <= from && to <= end)) return false;
    }
    return true;
  }

  /** Adds all transactions of `other`. */
  union(other: string): void {
    if (this.#mariadb) {
      const own = mariadbDomains(this.toString());
      for (const entry of other.split(",").filter(Boolean)) {
        const [domain, , sequence] = entry.trim().split("-");
        if ((own.get(domain!) ?? -1n) < BigInt(sequence!)) this.add(entry.trim());
      }
      return;
    }
    this.#settle();
    this.#mysql = MysqlSet.parse([this.#mysql!.toString(), other.replace(/\s+/g, "")].filter(Boolean).join(","));
  }

  /** As the server prints it. */
  toString(): string {
    this.#settle();
    return (this.#mysql ?? this.#mariadb)!.toString();
  }

  /** Wire form for COM_BINLOG_DUMP_GTID. MySQL only. */
  encode(): Buffer {
    if (!this.#mysql) throw new AppError("assertion-failed", { detail: "only MySQL sets have a wire form" });
    this.#settle();
    return (this.#mysql as MysqlSet & { encode(): Buffer }).encode();
  }

  #settle(): void {
    const run = this.#run;
    if (!run) return;
    this.#run = null;
    if (run.first === run.last) this.#mysql!.add(`${run.prefix}:${run.first}`);
    else this.#mysql = MysqlSet.parse([this.#mysql!.toString(), `${run.prefix}:${run.first}-${run.last}`].filter(Boolean).join(","));
  }
}

/** `uuid` or `uuid:tag` → intervals, of a set as `toString` prints it. */
function mysqlIntervals(text: string): Map<string, Interval[]> {
  const found = new Map<string, Interval[]>();
  for (const block of text.split(",").filter(Boolean)) {
    const [uuid, ...items] = block.split(":");
    let source = uuid!;
    for (const item of items) {
      if (!/^\d/.test(item)) {
        source = `${uuid}:${item}`;
        continue;
      }
      const [from, to] = item.split("-");
      const list = found.get(source) ?? [];
      list.push([BigInt(from!), BigInt(to ?? from!)]);
      found.set(source, list);
    }
  }
  return found;
}

function mariadbDomains(text: string): Map<string, bigint> {
  return new Map(
    text
      .split(",")
      .filter(Boolean)
      .map((entry) => {
        const [domain, , sequence] = entry.trim().split("-");
        return [domain!, BigInt(sequence!)];
      }),
  );
}
