import { expect, it } from "vitest";
import { changePassword, createAccount } from "./account-statement";
import { parseGreeting } from "./mysql-greeting";
import { hostPattern, ruleFixes } from "./network";

it.each([
  ["10.20.0.7/32", "10.20.0.7"],
  ["10.20.0.0/24", "10.20.0.%"],
  ["10.0.0.0/8", "10.%"],
  ["10.20.16.0/20", "10.20.16.0/255.255.240.0"],
  ["fd00::1/128", "fd00::1"],
])("writes %s as the host pattern %s", (cidr, pattern) => {
  expect(hostPattern(cidr)).toBe(pattern);
});

it("gives the rule in every form that fits the gate", () => {
  const input = { side: "source", name: "i-src1", address: "10.20.0.11", port: 3306, runnerAddresses: ["10.20.0.0/24", "fd00::/64"], taskId: "dts1", region: "cn-hangzhou", account: "dts_sync" } as const;
  const byTitle = Object.fromEntries(ruleFixes({ ...input, gate: "security-group" }).map((fix) => [fix.title, fix.body]));
  expect(byTitle["iptables"]).toBe(
    "iptables -I INPUT -p tcp -s 10.20.0.0/24 --dport 3306 -j ACCEPT\nip6tables -I INPUT -p tcp -s fd00::/64 --dport 3306 -j ACCEPT",
  );
  expect(byTitle["nft"]).toContain("ip saddr 10.20.0.0/24 tcp dport 3306 accept");
  expect(byTitle["Request to the network team"]).toContain("dts1");
  expect(byTitle["Cloud CLI (security group)"]).toContain("--RegionId cn-hangzhou ");
  expect(byTitle["Cloud CLI (security group)"]).toContain("--SecurityGroupId <security-group> ");
  expect(ruleFixes({ ...input, gate: "security-group", securityGroupId: "sg-bp1abc" })[0]?.body).toContain("--SecurityGroupId sg-bp1abc ");
  expect(byTitle["MySQL account for these addresses"]).toContain("CREATE USER 'dts_sync'@'10.20.0.%' IDENTIFIED BY '<password>';");
  const cluster = ruleFixes({ ...input, gate: "whitelist" });
  expect(cluster[0]?.body).toContain("--DBClusterId i-src1");
  expect(cluster.map(({ title }) => title)).toEqual(["Cloud CLI (cluster whitelist)", "nft", "iptables", "firewall-cmd", "MySQL account for these addresses", "Request to the network team"]);
});

it("grants exactly what is needed, names quoted, without a password", () => {
  const source = createAccount({ side: "source", account: "o'neil", hosts: ["10.20.0.%"], databases: ["shop_a", "b`c"] });
  expect(source.body.split("\n")).toEqual([
    "CREATE USER 'o''neil'@'10.20.0.%' IDENTIFIED BY '<password>';",
    "GRANT SELECT, SHOW VIEW ON `shop\\_a`.* TO 'o''neil'@'10.20.0.%';",
    "GRANT SELECT, SHOW VIEW ON `b``c`.* TO 'o''neil'@'10.20.0.%';",
    "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'o''neil'@'10.20.0.%';",
  ]);
  expect(createAccount({ side: "destination", account: "dts", hosts: ["%"], databases: ["shop"] }).body).toContain("GRANT ALL ON `tributary`.* TO 'dts'@'%';");
});

it.each([
  ["8.0.36", ["SHOW_ROUTINE ON *.*", "XA_RECOVER_ADMIN ON *.*"]],
  ["8.0.18", ["XA_RECOVER_ADMIN ON *.*"]],
  ["5.7.44-log", ["SELECT ON `mysql`.`proc`"]],
  ["10.11.6-MariaDB-log", ["SELECT ON `mysql`.`proc`"]],
  [null, []],
])("names the further rights of a source as %s calls them", (serverVersion, expected) => {
  const { body } = createAccount({ side: "source", account: "dts", hosts: ["%"], databases: ["shop"], serverVersion });
  const further = body.split("\n").flatMap((line) => /^GRANT (SHOW_ROUTINE .*|XA_.*|SELECT ON `mysql`.*) TO/.exec(line)?.[1] ?? []);
  expect(further).toEqual(expected);
  expect(body).not.toContain("IDENTIFIED WITH");
});

it.each([
  ["5.6.51", "SET PASSWORD FOR 'dts'@'%' = PASSWORD('<password>');"],
  ["10.1.48-MariaDB", "SET PASSWORD FOR 'dts'@'%' = PASSWORD('<password>');"],
  ["10.11.6-MariaDB", "ALTER USER 'dts'@'%' IDENTIFIED BY '<password>';"],
  ["9.7.0", "ALTER USER 'dts'@'%' IDENTIFIED BY '<password>';"],
])("sets a password as %s takes it", (serverVersion, expected) => {
  expect(changePassword({ side: "source", account: "dts", hosts: ["%"], databases: [], serverVersion }).body).toBe(expected);
});

it("reads a server's first packet: a greeting, a refusal, or something else", () => {
  const greeting = Buffer.concat([
    Buffer.from([10]),
    Buffer.from("8.0.36\0", "latin1"),
    Buffer.alloc(4),
    Buffer.alloc(8),
    Buffer.from([0]),
    Buffer.from([0x00, 0x08]),
    Buffer.alloc(20),
  ]);
  expect(parseGreeting(greeting, 0)).toEqual({ kind: "mysql", version: "8.0.36", offersTls: true, sequence: 0 });
  const refusal = Buffer.concat([Buffer.from([0xff, 0x6a, 0x04]), Buffer.from("Host '10.0.0.9' is not allowed to connect to this MySQL server")]);
  expect(parseGreeting(refusal, 0)).toMatchObject({ kind: "refused", errno: 1130, message: expect.stringMatching(/^Host '10/) as string });
  expect(parseGreeting(Buffer.from("SSH-2.0-OpenSSH"), 0)).toEqual({ kind: "other" });
});
