/** What the destination's SQL can do. Read once per connection pool. */
export interface Dialect {
  readonly flavour: "mysql" | "mariadb";
  /** `INSERT … AS new ON DUPLICATE KEY UPDATE c=new.c`: MySQL 8.0.19; from 8.0.20 VALUES() is deprecated and warns (manual, "INSERT ... ON DUPLICATE KEY UPDATE"). */
  readonly rowAlias: boolean;
  /** `CAST(… AS FLOAT)`: MySQL 8.0.17. */
  readonly castFloat: boolean;
  /** Bytes of one statement at most. */
  readonly maxAllowedPacket: number;
}

/** From `@@version` and `@@max_allowed_packet` of the destination. */
export function dialectOf(version: string, maxAllowedPacket: number): Dialect {
  const flavour = /mariadb/i.test(version) ? "mariadb" : "mysql";
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  const number = flavour === "mysql" ? major * 10_000 + minor * 100 + patch : 0;
  return { flavour, rowAlias: number >= 80_019, castFloat: number >= 80_017, maxAllowedPacket };
}
