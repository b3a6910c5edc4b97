import { quoteName } from "../../mysql/identifier";

/** Raised when the meaning of a column changes; an older version then refuses to read. */
export const checkpointFormat = 1;

/** Created at the destination where missing. One row per task and one per task and lane; `claim` counts the openings of a task, and with `epoch` it is the fence. */
export function checkpointTableStatements(database: string): readonly string[] {
  const db = quoteName(database);
  return [
    `CREATE DATABASE IF NOT EXISTS ${db} DEFAULT CHARACTER SET utf8mb4`,
    `CREATE TABLE IF NOT EXISTS ${db}.\`task_progress\` (
      \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      \`format\` INT NOT NULL,
      \`epoch\` BIGINT NOT NULL,
      \`claim\` BIGINT NOT NULL,
      \`phase\` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      \`source_identity\` TEXT NULL,
      \`start_position\` LONGTEXT NULL,
      \`load_end\` LONGTEXT NULL,
      \`low_water\` LONGTEXT NULL,
      \`mark_order\` BIGINT NOT NULL,
      \`covered\` LONGTEXT NOT NULL
    ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    `CREATE TABLE IF NOT EXISTS ${db}.\`task_lane\` (
      \`task_id\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      \`lane\` INT NOT NULL,
      \`epoch\` BIGINT NOT NULL,
      \`claim\` BIGINT NOT NULL,
      \`commits\` BIGINT NOT NULL,
      \`low_water\` LONGTEXT NULL,
      \`mark_order\` BIGINT NOT NULL,
      \`covered\` LONGTEXT NOT NULL,
      PRIMARY KEY (\`task_id\`, \`lane\`)
    ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ];
}
