/** Writes docs/task-file.schema.json from the parser's schema: `npx tsx scripts/write-task-file-schema.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { taskFileJsonSchema } from "../lib/tasks/task-file";

writeFileSync(join(import.meta.dirname, "../docs/task-file.schema.json"), `${JSON.stringify(taskFileJsonSchema(), null, 2)}\n`);
