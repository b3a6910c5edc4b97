/** Source and destination of the browser tests, filled before the first test; they end with the run that started them. */
import { makeAccounts, makeDatabases } from "./fixtures/databases";
import { stopUnusedServers, testServer } from "../lib/testing/servers";

export default async function setup(): Promise<() => Promise<void>> {
  process.env.TRIBUTARY_TEST_RUN = String(process.pid);
  const [source, destination] = await Promise.all([testServer("source"), testServer("destination")]);
  await makeDatabases(source, destination);
  await makeAccounts(source, destination);
  return () => stopUnusedServers(process.pid);
}
