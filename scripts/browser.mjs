#!/usr/bin/env node
// A browser for the browser tests, with a font for Chinese: the one named by PW_CHROMIUM, Playwright's own, one on PATH, or Debian's,
// unpacked into a private folder. What was found is written down for playwright.config.ts.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { endWith, SetupFailure } from "./servers/failure.mjs";
import { withLock } from "./servers/lock.mjs";
import { localFolder, serversFolder } from "./servers/places.mjs";
import { unpackPackages } from "./servers/private-apt.mjs";
import { onPath, runProgram } from "./servers/program.mjs";

/** @typedef {{ executable: string | undefined, env: Record<string, string>, args: readonly string[] }} Browser `executable` undefined = Playwright's own */

export const browserFile = join(localFolder, "browser.json");
const triplet = "x86_64-linux-gnu";
const aptInstall = "apt-get install chromium fonts-noto-cjk";

/**
 * @param {(line: string) => void} report
 * @returns {Promise<Browser>}
 */
export async function ensureBrowser(report) {
  await mkdir(localFolder, { recursive: true });
  return withLock(`${browserFile}.lock`, async () => {
    const found = (await hostBrowser()) ?? (await privateBrowser(report));
    const browser = (await hasChineseFont()) ? found : { ...found, env: { ...found.env, ...(await privateFont(report)) } };
    await writeFile(browserFile, JSON.stringify(browser, null, 2));
    return browser;
  });
}

/** @returns {Promise<Browser | undefined>} */
async function hostBrowser() {
  const set = process.env.PW_CHROMIUM;
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  if (set) {
    if (!existsSync(set)) throw new SetupFailure(`PW_CHROMIUM names ${set}, which does not exist.`, "Correct it or unset it.");
    return { executable: set, env: {}, args: sandbox };
  }
  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return { executable: undefined, env: {}, args: sandbox };
  const executable = onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  return executable ? { executable, env: {}, args: sandbox } : undefined;
}

/** Debian's Chromium with its libraries, on the host's C library: it starts more processes of itself, which must find them, too. @param {(line: string) => void} report @returns {Promise<Browser>} */
async function privateBrowser(report) {
  const folder = join(serversFolder(), "prefix", "chromium");
  let refusal = "";
  try {
    const suite = await debianSuite();
    /** @type {{ archive: "debian" | "debian-security", suite: string }[]} */
    const sources = [{ archive: "debian", suite }];
    if (suite !== "sid") sources.push({ archive: "debian-security", suite: `${suite}-security` });
    await unpackPackages({
      name: "chromium",
      folder,
      sources,
      assumeInstalled: ["libc6", "libgcc-s1", "libc-bin", "perl", "xdg-desktop-portal-backend", "desktop-file-utils", "debconf", "dconf-gsettings-backend"],
      packages: ["chromium", "libnss3", "fontconfig-config", "fonts-dejavu-core"],
      report: (line) => report(`Chromium: ${line}`),
    });
    const libraries = [`usr/lib/${triplet}`, `lib/${triplet}`, `usr/lib/${triplet}/nss`, `usr/lib/${triplet}/pulseaudio`].map((path) => join(folder, path)).join(":");
    // Only our own pages are visited; without its set-uid helper the sandbox may not start.
    const browser = { executable: join(folder, "usr/lib/chromium/chromium"), env: { LD_LIBRARY_PATH: libraries, ...(await fontConfiguration([join(folder, "usr/share/fonts")])) }, args: ["--no-sandbox"] };
    refusal = await whyNotWorking(browser);
    if (refusal === "") return browser;
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    refusal = error.message;
  }
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    report(aptInstall);
    await runProgram("apt-get", ["-q", "update"]);
    const installed = await runProgram("apt-get", ["-q", "-y", "install", "--no-install-recommends", "chromium", "fonts-noto-cjk"], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    const executable = onPath("chromium");
    if (installed.code === 0 && executable) return { executable, env: {}, args: ["--no-sandbox"] };
    refusal = installed.output.split("\n").slice(-15).join("\n");
  }
  throw new SetupFailure("There is no browser for the browser tests.", `Install one (${aptInstall}, or npx playwright install chromium), or name one by PW_CHROMIUM.`, refusal);
}

/** @param {Browser} browser @returns {Promise<string>} empty when it shows a page */
async function whyNotWorking(browser) {
  const profile = await mkdtemp(join(tmpdir(), "tributary-browser-"));
  try {
    const shown = await runProgram(browser.executable ?? "", [...browser.args, "--headless", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`, "--dump-dom", "data:text/html,<p>it-works</p>"], {
      env: { ...process.env, ...browser.env },
    });
    return shown.output.includes("it-works") ? "" : shown.output.split("\n").slice(-15).join("\n");
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

async function hasChineseFont() {
  const listed = await runProgram("fc-list", [":lang=zh-cn", "file"]);
  return listed.code === 0 && listed.stdout.trim() !== "";
}

/** @param {(line: string) => void} report */
async function privateFont(report) {
  const folder = join(serversFolder(), "prefix", "fonts-cjk");
  await unpackPackages({ name: "fonts-cjk", folder, sources: [{ archive: "debian", suite: await debianSuite() }], assumeInstalled: [], packages: ["fonts-noto-cjk"], report: (line) => report(`font: ${line}`) });
  return fontConfiguration([join(folder, "usr/share/fonts"), join(serversFolder(), "prefix/chromium/usr/share/fonts")]);
}

/** The host's fonts and these. @param {readonly string[]} folders */
async function fontConfiguration(folders) {
  const file = join(localFolder, "fonts.conf");
  const own = folders.map((folder) => `  <dir>${folder}</dir>\n`).join("");
  await writeFile(
    file,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n  <dir>/usr/share/fonts</dir>\n${own}  <cachedir>${join(localFolder, "font-cache")}</cachedir>\n</fontconfig>\n`,
  );
  return { FONTCONFIG_FILE: file };
}

/** The host's own suite when it is Debian: its browser was built for the C library at hand. Bookworm's runs on everything newer. */
async function debianSuite() {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1];
  return /^ID=debian/m.test(release) && codename ? codename : "bookworm";
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { executable } = await ensureBrowser((line) => console.log(line));
    console.log(`browser: ${executable ?? "Playwright's own"}`);
  } catch (error) {
    endWith(error);
  }
}
