// Console and runner as `npm start` runs them, on an empty data folder. The supervisor writes console.pid and runner.pid there.
import { rmSync } from "node:fs";

rmSync(process.env.TRIBUTARY_DATA_DIR ?? "", { recursive: true, force: true });
await import("../scripts/start.mjs");
