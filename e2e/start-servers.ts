/** The MySQL servers of the browser tests end with the run that started them; specs take them by `testServer`. */
import { stopUnusedServers } from "../lib/testing/servers";

export default function setup(): () => Promise<void> {
  process.env.TRIBUTARY_TEST_RUN = String(process.pid);
  return () => stopUnusedServers(process.pid);
}
