// Debian packages unpacked into a private folder: no root, nothing on the host changes. apt reads the file named by APT_CONFIG
// before everything else, so that file can send it to lists, caches and a status file of our own.
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SetupFailure } from "./failure.mjs";
import { serversFolder } from "./places.mjs";
import { onPath, runProgram } from "./program.mjs";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const otherWays =
  "Run on Debian 12 or newer (x86-64), or put a mysqld of version 8.0 or newer on PATH, or give running servers by TRIBUTARY_SOURCE_URL and TRIBUTARY_DESTINATION_URL (mysql://user:password@host:port).";

/**
 * Base address of the Debian archive as the host's own apt is configured; it knows it before its first update, too.
 * @param {"debian" | "debian-security"} archive
 */
export async function archiveAddress(archive) {
  const set = archive === "debian" ? process.env.TRIBUTARY_DEBIAN_ARCHIVE : process.env.TRIBUTARY_DEBIAN_SECURITY_ARCHIVE;
  if (set) return set;
  const listed = await runProgram("apt-get", ["indextargets", "--no-release-info", "--format", "$(REPO_URI)", "Created-By: Packages"]);
  const ending = new RegExp(`/${archive}/?$`);
  const known = listed.stdout.split("\n").map((line) => line.trim()).find((line) => ending.test(line));
  if (known) return known;
  const variable = archive === "debian" ? "TRIBUTARY_DEBIAN_ARCHIVE" : "TRIBUTARY_DEBIAN_SECURITY_ARCHIVE";
  throw new SetupFailure(`apt-get of this machine knows no address of the archive ${archive}.`, `Give it by ${variable}. ${otherWays}`, listed.output);
}

/**
 * Downloads packages with all they depend on and unpacks them into `folder`, all or nothing.
 * @param {object} wanted
 * @param {string} wanted.name names the cache folder
 * @param {string} wanted.folder where to unpack
 * @param {readonly { archive: "debian" | "debian-security", suite: string }[]} wanted.sources
 * @param {readonly string[]} wanted.assumeInstalled packages whose files are not needed
 * @param {readonly string[]} wanted.packages
 * @param {(line: string) => void} wanted.report
 */
export async function unpackPackages({ name, folder, sources, assumeInstalled, packages, report }) {
  if (existsSync(join(folder, ".done"))) return;
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new SetupFailure(`Packages of Debian for ${process.platform}/${process.arch} are not supported here.`, otherWays);
  if (!onPath("apt-get") || !onPath("dpkg-deb")) throw new SetupFailure("apt-get and dpkg-deb are not on PATH.", otherWays);
  if (!existsSync(keyring)) throw new SetupFailure(`${keyring} is missing, the archive's signature cannot be checked.`, `Install the package debian-archive-keyring. ${otherWays}`);

  const apt = join(serversFolder(), "cache", `apt-${name}`);
  for (const part of ["etc", "empty", "lists/partial", "cache/archives/partial", "log"]) await mkdir(join(apt, part), { recursive: true });
  const lines = [];
  for (const { archive, suite } of sources) lines.push(`deb [signed-by=${keyring}] ${await archiveAddress(archive)} ${suite} main\n`);
  await writeFile(join(apt, "etc/sources.list"), lines.join(""));
  await writeFile(join(apt, "status"), assumeInstalled.map(statusStanza).join(""));
  await writeFile(join(apt, "etc/apt.conf"), aptConfiguration(apt));
  const env = { ...process.env, APT_CONFIG: join(apt, "etc/apt.conf"), LC_ALL: "C" };

  report("reading the package lists of Debian");
  const update = await runProgram("apt-get", ["-q", "update"], { env });
  // apt-get update ends with 0 when an archive is unreachable, and only warns.
  if (update.code !== 0 || /^(W|E|Err): ?(Failed to fetch|Some index files failed)/m.test(update.output) || /^Err:/m.test(update.output))
    throw new SetupFailure("The Debian archive could not be read.", `Check the network and the proxy (http_proxy), or name a mirror by TRIBUTARY_DEBIAN_ARCHIVE. ${otherWays}`, update.output);
  report(`downloading ${packages.join(", ")}`);
  const download = await runProgram("apt-get", ["-q", "-y", "--download-only", "install", ...packages], { env });
  if (download.code !== 0)
    throw new SetupFailure(`The Debian archive does not give ${packages.join(", ")}.`, `The suite may be in the middle of an update: try again later. ${otherWays}`, download.output);
  const fetched = /^Fetched .*$/m.exec(download.output)?.[0];
  if (fetched) report(fetched.toLowerCase());

  report("unpacking");
  const part = `${folder}.part-${process.pid}`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await mkdir(dirname(folder), { recursive: true });
  const archives = join(apt, "cache/archives");
  for (const file of (await readdir(archives)).filter((entry) => entry.endsWith(".deb")).sort()) {
    const unpacked = await runProgram("dpkg-deb", ["-x", join(archives, file), part]);
    if (unpacked.code !== 0) {
      await rm(join(archives, file), { force: true });
      throw new SetupFailure(`${file} could not be unpacked.`, "Check that the disk is not full, then run it again: the package is downloaded anew.", unpacked.output);
    }
  }
  for (const unneeded of ["doc", "man", "lintian", "locale", "gdb", "gcc"]) await rm(join(part, "usr/share", unneeded), { recursive: true, force: true });
  await writeFile(join(part, ".done"), "");
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
  await rm(apt, { recursive: true, force: true });
}

/** @param {string} name */
function statusStanza(name) {
  return `Package: ${name}\nStatus: install ok installed\nPriority: optional\nSection: misc\nMaintainer: none <none@localhost>\nArchitecture: amd64\nMulti-Arch: allowed\nVersion: 9:99\nDescription: placeholder\n\n`;
}

/** @param {string} apt */
function aptConfiguration(apt) {
  return `Dir::Etc "${apt}/etc";
Dir::Etc::SourceList "${apt}/etc/sources.list";
Dir::Etc::SourceParts "${apt}/empty";
Dir::Etc::Parts "${apt}/empty";
Dir::Etc::Main "${apt}/empty/none";
Dir::Etc::Preferences "${apt}/empty/none";
Dir::Etc::PreferencesParts "${apt}/empty";
Dir::State "${apt}";
Dir::State::Lists "${apt}/lists";
Dir::State::status "${apt}/status";
Dir::State::extended_states "${apt}/extended_states";
Dir::Cache "${apt}/cache";
Dir::Cache::archives "${apt}/cache/archives";
Dir::Log "${apt}/log";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::Check-Valid-Until "false";
`;
}
