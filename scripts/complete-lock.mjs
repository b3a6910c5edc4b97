#!/usr/bin/env node
// A registry mirror that carries the builds for Linux alone leaves those of other systems out of package-lock.json, and `npm ci` then
// refuses the file everywhere. This adds them: name and exact version come from the package that wants them, system and processor from
// the name. It also takes addresses of registries out. Run it after each change of dependencies: `npm run lock`.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.argv[2] ?? new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
/** @type {Record<string, any>} */
const packages = lock.packages;

/** @type {Record<string, string>} */
const systems = { darwin: "darwin", win32: "win32", windows: "win32", linux: "linux", linuxmusl: "linux", android: "android", freebsd: "freebsd", openbsd: "openbsd", netbsd: "netbsd", sunos: "sunos", aix: "aix", openharmony: "openharmony" };
const processors = ["arm64", "x64", "ia32", "arm", "riscv64", "ppc64", "s390x", "loong64", "mips64el", "wasm32"];

let added = 0;
for (const [wantedBy, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(/** @type {Record<string, string>} */ (optionalDependencies))) {
    if (place(wantedBy, name)) continue;
    const words = name.replace(/^@/, "").split(/[/-]/);
    const os = words.map((word) => systems[word]).find(Boolean);
    const cpu = words.find((word) => processors.includes(word)) ?? (words.some((word) => /^armv\d/.test(word)) ? "arm" : undefined);
    if (!/^\d+\.\d+\.\d+\S*$/.test(version) || (!os && !cpu)) {
      console.warn(`left out: ${name}@${version}, wanted by ${wantedBy}`);
      continue;
    }
    const libc = os !== "linux" ? undefined : words.some((word) => word.includes("musl")) ? ["musl"] : words.some((word) => word.startsWith("gnu")) ? ["glibc"] : undefined;
    const key = place("", name) ? `${wantedBy}/node_modules/${name}` : `node_modules/${name}`;
    packages[key] = { version, ...(cpu && { cpu: [cpu] }), ...(dev && { dev }), ...(libc && { libc }), optional: true, ...(os && { os: [os] }) };
    added++;
  }
}
for (const entry of Object.values(packages)) if (/^https?:/.test(entry.resolved ?? "")) delete entry.resolved;
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} packages of other systems added`);

/**
 * Where Node would find the package from there.
 * @param {string} from @param {string} name
 */
function place(from, name) {
  for (let at = from; ; at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "") {
    const key = `${at ? `${at}/` : ""}node_modules/${name}`;
    if (packages[key]) return key;
    if (at === "") return undefined;
  }
}
