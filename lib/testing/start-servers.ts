/** vitest's global set-up of the tests against servers: they start on first use, here they end. TRIBUTARY_KEEP_SERVERS=1 leaves them running for the next run. */
import { stopUnusedServers } from "./servers";

export default function setup(): () => Promise<void> {
  process.env.TRIBUTARY_TEST_RUN = String(process.pid);
  return () => stopUnusedServers(process.pid);
}
