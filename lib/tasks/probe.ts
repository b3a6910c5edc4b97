/** Probes of a task's endpoints from the console: with what is saved, or with what is typed. */
import { hostname } from "node:os";
import { AppError } from "../errors/app-error";
import { InputInvalid } from "../errors/input-invalid";
import { OpenedSecret } from "../logging/redact";
import type { ConnectionSettings } from "../mysql/connection-settings";
import { noteSeen } from "../resources/mutations";
import { runnerAddresses, runnerHosts } from "../resources/data";
import { getTaskRow } from "./data";
import { hasSavedPasswordFor, saveNetworkProof } from "./mutations";
import { endpointsHash, taskRecord } from "./record";
import { createAccount } from "../endpoints/account-statement";
import { connectionOf } from "./connection";
import { type EndpointSide, placeOf, secretPurpose } from "../endpoints/data";
import { type Kind, type Place, toConnection } from "../endpoints/kind";
import { kinds } from "../endpoints/kinds/index";
import { allowAccess } from "../endpoints/network-rules/mutations";
import { hostPattern, ruleFixes, ruleSentence } from "../endpoints/network";
import { open } from "../endpoints/secret";
import type { DestinationEndpoint, SourceEndpoint } from "../endpoints/schema";
import { askVersion, type LadderResult, testConnection } from "../endpoints/test-connection";
import type { AccountStatement, ConnectionTest, NetworkCheck, NetworkSide } from "../endpoints/view";
import { destinationDatabase, withCapitalization } from "../object-names/capitalization";

/** The form's typed endpoint, or the saved one. */
export async function probeEntered(
  taskId: string,
  side: EndpointSide,
  endpoint: SourceEndpoint | DestinationEndpoint,
  password: string,
): Promise<ConnectionTest> {
  const row = await getTaskRow(taskId);
  const place = await placeOf(endpoint).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not-found")
      throw new InputInvalid({ [endpoint.kind === "polardb" ? "destination.clusterId" : "source.hostId"]: "This is no longer registered." });
    throw error;
  });
  let secret: OpenedSecret;
  if (password !== "") secret = new OpenedSecret(password);
  else {
    const sealed = side === "source" ? row.sourceSecret : row.destinationSecret;
    // A saved password goes only to the account and address that it was saved for.
    if (sealed === null || !(await hasSavedPasswordFor(row, side, endpoint))) throw new InputInvalid({ [`${side}Password`]: "Enter the password." });
    secret = open(sealed, secretPurpose(taskId, side));
  }
  return strip(await climb(taskId, side, endpoint.kind, place, toConnection(side, endpoint, place, secret)));
}

/** Asks the network adapters to let the runner in, then climbs both ladders with what is saved. When both are green and the servers differ, the proof is stored: the step is done. */
export async function checkNetwork(taskId: string, actor: string, options: { readonly addAgain?: EndpointSide } = {}): Promise<NetworkCheck> {
  const row = await getTaskRow(taskId);
  const { endpoints } = taskRecord(row);
  if (endpoints === null) throw new AppError("transition-refused", { context: { status: row.status, action: "check-network" } });
  const provenHash = endpointsHash(row);
  const [addresses, runners] = await Promise.all([runnerAddresses(row.destinationRegionId), runnerHosts(row.destinationRegionId)]);
  const results = await Promise.all(
    (["source", "destination"] as const).map(async (side) => {
      const place = await placeOf(endpoints[side]);
      const kind: Kind = kinds[endpoints[side].kind];
      const body = { protocol: "tcp" as const, address: place.address, port: place.port, sources: addresses, group: "dts_sync" as const, task: taskId, side, name: place.name };
      const access = await allowAccess(endpoints[side], body, actor, options.addAgain === side);
      const result = await climb(taskId, side, endpoints[side].kind, place, await connectionOf(row, side));
      const databases = await selectedDatabases(taskId, side);
      const rule = { side, name: place.name, address: place.address, port: place.port, runnerAddresses: addresses, gate: kind.facts.gate, securityGroupId: place.securityGroupId, taskId, region: regionOf(row, side), account: endpoints[side].account, databases };
      const shown: NetworkSide = {
        side,
        name: place.name,
        port: place.port,
        rule: { sentence: ruleSentence(rule), fixes: [...(access.dryRun === undefined ? [] : [{ kind: "shell" as const, title: "Command of this console (not run)", body: access.dryRun }]), ...ruleFixes(rule)] },
        access,
        test: strip(result),
      };
      return { shown, result };
    }),
  );
  const [source, destination] = results;
  const sameServer = source?.result.identity !== null && source?.result.identity !== undefined && source.result.identity === destination?.result.identity;
  const ok = results.every(({ result }) => result.ok) && !sameServer;
  if (ok) await saveNetworkProof(taskId, provenHash);
  const triedFrom = hostname();
  return { runnerAddresses: addresses, triedFrom, otherRunners: runners.includes(triedFrom) ? [] : runners, sides: results.map(({ shown }) => shown), ok, sameServer };
}

/** SQL for the drawer "Create this account", for the version of the server that the form names, where it answers. */
export async function accountStatement(taskId: string, side: EndpointSide, account: string, endpoint: SourceEndpoint | DestinationEndpoint | null): Promise<AccountStatement> {
  const { destinationRegionId } = await getTaskRow(taskId);
  const hosts = (await runnerAddresses(destinationRegionId)).map(hostPattern);
  const place = endpoint === null ? null : await placeOf(endpoint).catch(() => null);
  const serverVersion = place === null ? null : await askVersion({ host: place.address, port: place.port });
  return { ...createAccount({ side, account, hosts, databases: await selectedDatabases(taskId, side), serverVersion }), serverVersion };
}

const regionOf = (row: { readonly sourceRegionId: string; readonly destinationRegionId: string }, side: EndpointSide) => (side === "source" ? row.sourceRegionId : row.destinationRegionId);

async function selectedDatabases(taskId: string, side: EndpointSide): Promise<string[]> {
  const { objects = [], capitalization } = taskRecord(await getTaskRow(taskId)).objects ?? {};
  // A destination that folds names takes the account's privileges for a database whatever its case.
  return withCapitalization(objects, capitalization).map((entry) => (side === "source" ? entry.database : destinationDatabase(entry, 0)));
}

async function climb(taskId: string, side: EndpointSide, kind: keyof typeof kinds, { name, securityGroupId }: Place, settings: ConnectionSettings): Promise<LadderResult> {
  const described: Kind = kinds[kind];
  const row = await getTaskRow(taskId);
  const result = await testConnection(settings, {
    rule: { name, runnerAddresses: await runnerAddresses(row.destinationRegionId), gate: described.facts.gate, securityGroupId, taskId, region: regionOf(row, side) },
    databases: await selectedDatabases(taskId, side),
  });
  if (result.facts !== null && kind !== "self-managed") await noteSeen({ kind: kind === "ecs" ? "host" : "cluster", id: name }, result.facts.version);
  return result;
}

function strip({ identity: _identity, ...shown }: LadderResult): ConnectionTest {
  return shown;
}
