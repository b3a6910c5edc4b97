import { describe, expect, it } from "vitest";
import { twoServers } from "../testing/two-servers";
import { connect } from "./connection";
import { atLeast, compareVersions, parseVersion, readServerFacts } from "./server-facts";

it("versions are read from what servers print, and compared by number", () => {
  expect(parseVersion("10.11.19-MariaDB-0+deb12u1-log")).toMatchObject({ major: 10, minor: 11, patch: 19 });
  expect(atLeast(parseVersion("8.0.9"), 8, 0, 20)).toBe(false);
  expect(atLeast(parseVersion("8.4.0"), 8, 0, 20)).toBe(true);
  expect(compareVersions(parseVersion("5.7.44"), parseVersion("5.7.5"))).toBeGreaterThan(0);
});

describe("with the documented privileges alone", () => {
  for (const [role, expected] of [
    ["source", { flavour: "mysql", gtidMode: "ON", logsCascades: true, isReplica: false, binlogRowMetadata: "FULL" }],
    ["source56", { flavour: "mysql", gtidMode: "OFF", logsCascades: false, isReplica: false, binlogRowMetadata: null, superReadOnly: null }],
    ["mariadb", { flavour: "mariadb", gtidMode: null, logsCascades: false, isReplica: null, serverUuid: null }],
  ] as const) {
    it(`${role}: facts are read, what the server does not have is null`, async () => {
      await using box = await twoServers({ source: role, createDestination: false });
      await using connection = await connect(await box.source.account());
      const facts = await readServerFacts(connection);
      expect(facts).toMatchObject({ ...expected, logBin: true, binlogFormat: "ROW", binlogRowImage: "FULL", binlogStatusDenied: false, seenAs: "127.0.0.1", tlsCipher: null });
      expect(facts.binlogStatus!.position).toBeGreaterThan(0n);
      expect(facts.account.host).toBe("%");
      expect(facts.variables.get("version")).toBe(facts.version.text);
    });
  }

  it("without REPLICATION CLIENT the log's state is unknown, not an error", async () => {
    await using box = await twoServers({ createDestination: false });
    await using connection = await connect({ ...(await box.destination.account()), role: "source" });
    expect(await readServerFacts(connection)).toMatchObject({ logBin: true, binlogStatus: null, binlogStatusDenied: true, isReplica: null });
  });
});
