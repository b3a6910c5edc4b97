#!/usr/bin/env node
// npm run dev: the console by the development server, the runner from its sources, both reloaded when a file changes.
import { consolePrograms } from "./console-programs.mjs";
import { endSignals, supervise } from "./supervise.mjs";

await supervise(consolePrograms("development", process.env), endSignals());
