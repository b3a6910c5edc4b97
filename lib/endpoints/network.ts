/** The rule that lets the runner in, in forms to copy. Pure. */
import { createAccount } from "./account-statement";
import type { CopyableFix } from "./view";

export interface RuleInput {
  readonly side: "source" | "destination";
  /** Registered id, or the address. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly runnerAddresses: readonly string[];
  readonly gate: "security-group" | "whitelist";
  /** Of the registered host; absent = to be filled in by hand. */
  readonly securityGroupId?: string | undefined;
  readonly taskId: string;
  /** Id of the region of this side, as registered. */
  readonly region: string;
  /** The account that connects: a server lets in by account and address, too. */
  readonly account?: string;
  /** Names at this side that the account needs; empty = not known yet. */
  readonly databases?: readonly string[];
}

/** "TCP 3306 from 10.20.0.0/24" */
export function ruleSentence(input: RuleInput): string {
  return `TCP ${input.port} from ${input.runnerAddresses.join(", ")}`;
}

const isV6 = (cidr: string) => cidr.includes(":");

export function ruleFixes(input: RuleInput): CopyableFix[] {
  const { port, runnerAddresses: addresses, name } = input;
  const lines = (line: (cidr: string) => string) => addresses.map(line).join("\n");
  const fixes: CopyableFix[] = [];
  if (input.gate === "security-group")
    fixes.push({
      kind: "cli",
      title: "Cloud CLI (security group)",
      body: lines(
        (cidr) =>
          `aliyun ecs AuthorizeSecurityGroup --RegionId ${input.region} --SecurityGroupId ${input.securityGroupId ?? "<security-group>"} --IpProtocol tcp --PortRange ${port}/${port} ${isV6(cidr) ? "--Ipv6SourceCidrIp" : "--SourceCidrIp"} ${cidr}`,
      ),
    });
  else
    fixes.push({
      kind: "cli",
      title: "Cloud CLI (cluster whitelist)",
      body: `aliyun polardb ModifyDBClusterAccessWhitelist --DBClusterId ${name} --DBClusterIPArrayName dts_sync --ModifyMode Append --SecurityIps ${addresses.map((cidr) => cidr.replace(/\/(32|128)$/, "")).join(",")}`,
    });
  // A cluster may be any server that speaks MySQL, behind a firewall of its machine.
  fixes.push({
    kind: "shell",
    title: "nft",
    body: lines((cidr) => `nft add rule inet filter input ${isV6(cidr) ? "ip6" : "ip"} saddr ${cidr} tcp dport ${port} accept`),
  });
  fixes.push({
    kind: "shell",
    title: "iptables",
    body: lines((cidr) => `${isV6(cidr) ? "ip6tables" : "iptables"} -I INPUT -p tcp -s ${cidr} --dport ${port} -j ACCEPT`),
  });
  fixes.push({
    kind: "shell",
    title: "firewall-cmd",
    body: `${lines((cidr) => `firewall-cmd --permanent --add-rich-rule='rule family="${isV6(cidr) ? "ipv6" : "ipv4"}" source address="${cidr}" port port="${port}" protocol="tcp" accept'`)}\nfirewall-cmd --reload`,
  });
  if (input.account !== undefined) {
    const { body } = createAccount({ side: input.side, account: input.account, hosts: addresses.map(hostPattern), databases: input.databases ?? [] });
    fixes.push({ kind: "sql", title: "MySQL account for these addresses", body });
  }
  fixes.push({
    kind: "request",
    title: "Request to the network team",
    body: [
      `Please allow TCP connections to ${name} (${input.address}), port ${port}.`,
      `From: ${addresses.join(", ")}`,
      `Reason: the data synchronization task ${input.taskId} ${input.side === "source" ? "reads from" : "writes to"} this MySQL server.`,
      `Direction: inbound to ${input.address}:${port}; nothing else is needed.`,
    ].join("\n"),
  });
  return fixes;
}

/** A CIDR as MySQL host pattern: /32 the address itself, /24 `10.20.0.%`, other IPv4 masks `net/mask` (manual, "Specifying Account Names"). */
export function hostPattern(cidr: string): string {
  const [address = "%", bits = "32"] = cidr.split("/");
  if (isV6(cidr)) return bits === "128" ? address : "%";
  const length = Number(bits);
  const parts = address.split(".");
  if (length === 32) return address;
  if (length === 24 || length === 16 || length === 8) return [...parts.slice(0, length / 8), "%"].join(".");
  const mask = [0, 1, 2, 3].map((byte) => {
    const ones = Math.max(0, Math.min(8, length - byte * 8));
    return 256 - 2 ** (8 - ones);
  });
  const network = parts.map((part, index) => Number(part) & (mask[index] ?? 0));
  return `${network.join(".")}/${mask.join(".")}`;
}
