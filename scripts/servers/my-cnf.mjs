import { join } from "node:path";
import { socketPath } from "./places.mjs";

/**
 * The configuration of one instance. Later lines win, so `lines` may change anything.
 * `loose-` lets a server that does not know an option go on without it.
 * @param {object} instance
 * @param {import("./builds.mjs").Build} instance.build
 * @param {string} instance.folder
 * @param {number} instance.port
 * @param {boolean} instance.durable true: every commit survives a power cut (the servers' default); false: it survives the end of the process, and is quicker
 * @param {readonly string[]} instance.lines
 */
export function myCnf({ build, folder, port, durable, lines }) {
  return [
    "[mysqld]",
    ...build.config,
    `datadir=${join(folder, "data")}`,
    `tmpdir=${join(folder, "tmp")}`,
    `socket=${socketPath(folder)}`,
    `pid-file=${join(folder, "mysqld.pid")}`,
    `log-error=${join(folder, "error.log")}`,
    `secure-file-priv=${join(folder, "tmp")}`,
    "bind-address=127.0.0.1",
    `port=${port}`,
    "skip-name-resolve",
    `server-id=${port}`,
    "log-bin=binlog",
    "binlog-row-image=FULL",
    "character-set-server=utf8mb4",
    "max-allowed-packet=64M",
    "max-connections=200",
    "max-binlog-size=256M",
    "local-infile=ON",
    "log-bin-trust-function-creators=1",
    "innodb-buffer-pool-size=64M",
    // Each server would take some 2,600 of the machine's asynchronous I/O slots (fs.aio-max-nr, often 65,536 for all containers of a host).
    "innodb-use-native-aio=OFF",
    "loose-performance-schema=OFF",
    `innodb-flush-log-at-trx-commit=${durable ? 1 : 2}`,
    `sync-binlog=${durable ? 1 : 0}`,
    ...byBuild[build.name],
    ...(process.getuid?.() === 0 ? ["user=root"] : []),
    ...lines,
    "",
  ].join("\n");
}

/** @type {Record<import("./builds.mjs").BuildName, readonly string[]>} */
const byBuild = {
  // binlog_format is ROW by default and its option is deprecated in 9.x: not set.
  mysql: ["binlog-row-metadata=FULL", "binlog-expire-logs-seconds=604800", "gtid-mode=ON", "enforce-gtid-consistency=ON", "loose-mysqlx=OFF", "loose-innodb-redo-log-capacity=128M"],
  mysql56: ["binlog-format=ROW", "binlog-checksum=CRC32", "expire-logs-days=7", "explicit-defaults-for-timestamp=1", "innodb-file-format=Barracuda", "innodb-large-prefix=ON", "innodb-log-file-size=48M"],
  mariadb: ["binlog-format=ROW", "binlog-row-metadata=FULL", "expire-logs-days=7", "log-slave-updates=ON"],
};
