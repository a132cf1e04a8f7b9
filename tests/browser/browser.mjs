// A real browser on the real server: one Chromium per file, one context per person, and an eye on everything a page
// complains about.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { department, password, serve } from "../lib/server.mjs";

export { department, password, serve };

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Pictures of what a test saw, for people to look at; not committed. */
export const pictures = join(import.meta.dirname, "../out");
mkdirSync(pictures, { recursive: true });

export async function launch() {
  assert(executablePath, "Chromium isn't installed: apt-get install chromium");
  const folder = mkdtempSync(join(tmpdir(), "chromium-"));
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", `--disk-cache-dir=${folder}`,
    ],
  });
  return {
    async person({ base, width = 1280, height = 900, locale = "zh-Hant", theme = "light", storage = true, timezone } = {}) {
      const context = await browser.newContext({
        baseURL: base,
        viewport: { width, height },
        locale: { "zh-Hant": "zh-TW", "zh-Hans": "zh-CN", en: "en-GB" }[locale],
        colorScheme: theme,
        timezoneId: timezone,
        reducedMotion: "reduce",
        serviceWorkers: "block",
      });
      if (storage) {
        await context.addInitScript(({ locale, theme }) => {
          if (localStorage.getItem("locale") === null) localStorage.setItem("locale", locale);
          if (localStorage.getItem("theme") === null) localStorage.setItem("theme", theme);
        }, { locale, theme });
      }
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
        });
      });
      return new Person(context, await context.newPage());
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server and a browser for the tests of one file; `settings` are those of `serve`. */
export function stage(settings) {
  const house = {
    /** A person for one test; whatever their pages complained about fails it. */
    async as(who, settings, work) {
      const person = await house.browser.person({ base: house.server.base, ...settings });
      try {
        if (who) await person.signIn(who);
        await work(person);
        person.quiet();
      } catch (error) {
        await person.picture(`failed-${who ?? "nobody"}`).catch(() => {});
        error.message += `\n\nThe page at ${person.page.url()} said:\n${await person.says()}\n${person.complaints.join("\n")}`;
        throw error;
      } finally {
        await person.leave();
      }
    },

    /** A call past the pages, by somebody of the department: what is so, or what somebody else does meanwhile. */
    async api(who, path, { method = "GET", body, version } = {}) {
      const headers = { authorization: `Bearer ${department.people[who].token}`, "content-type": "application/json" };
      if (version) headers["if-match"] = version;
      const answer = await fetch(`${house.server.base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      return { status: answer.status, version: answer.headers.get("etag"), body: await answer.json().catch(() => null) };
    },
  };
  before(async () => {
    house.server = await serve(settings);
    house.browser = await launch();
  });
  after(async () => {
    await house.browser.close();
    await house.server.stop();
  });
  return house;
}

export class Person {
  constructor(context, page) {
    this.context = context;
    this.page = page;
    /** What pages complained about. */
    this.complaints = [];
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      const where = message.location().url;
      // The first question of every start is whether somebody is signed in; the browser logs the answer "no" itself.
      if (/status of 401/.test(message.text()) && where.endsWith("/api/v1/auth/tokens")) return;
      this.complaints.push(`console: ${message.text()} (${where})`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.complaints.push(`${response.status()} ${response.url()}`);
    });
    /** Requests on their way; the live stream never ends and doesn't count. */
    this.underWay = new Set();
    page.on("requestfinished", (request) => this.underWay.delete(request));
    page.on("requestfailed", (request) => this.underWay.delete(request));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (!url.pathname.endsWith("/notifications/stream")) this.underWay.add(request);
      if (!["127.0.0.1", ""].includes(url.hostname)) this.complaints.push(`a request to elsewhere: ${request.url()}`);
    });
  }

  by(testid) {
    return this.page.getByTestId(testid);
  }

  /** Opens a path and waits until it shows what it has. */
  async open(path, name) {
    await this.page.goto(path);
    await this.shows(name);
  }

  /** Follows a link of the application to any of its paths, without loading it anew. */
  async follow(path, name) {
    await this.page.evaluate((path) => {
      const link = document.createElement("a");
      link.href = path;
      document.body.append(link);
      link.click();
      link.remove();
    }, path);
    await this.shows(name);
  }

  async shows(name) {
    await this.by(`page-${name}`).waitFor();
    await this.settled();
  }

  /** Nothing is loading any more. */
  async settled() {
    for (let quiet = 0; quiet < 3; ) {
      quiet = this.underWay.size === 0 ? quiet + 1 : 0;
      await this.page.waitForTimeout(25);
    }
    await this.page.waitForFunction(() => !document.querySelector(".skeleton, [aria-busy=true], #splash"));
  }

  /** Signs in by the page itself. */
  async signIn(who) {
    await this.open("/sign-in", "sign-in");
    await this.by("field-login").fill(department.people[who].number);
    await this.by("field-password").fill(password);
    await this.by("submit").click();
    await this.shows("my-day");
  }

  /** Something inside the open dialog. */
  inDialog(testid) {
    return this.page.getByRole("dialog").getByTestId(testid);
  }

  /** Types part of a name into a combobox and takes the person found. */
  async choose(testid, name) {
    await this.by(testid).fill(name);
    await this.page.locator('[role="option"]', { hasText: name }).click();
  }

  /** A refusal that a test provokes is logged by the browser itself. */
  forgive(status) {
    this.complaints = this.complaints.filter((c) => !c.includes(`status of ${status}`));
  }

  /** The same where a test takes the net away; parts of the program that weren't wanted yet may be on their way then. */
  forgiveOffline() {
    const offline = /ERR_INTERNET_DISCONNECTED|TypeError: Failed to fetch/;
    this.complaints = this.complaints.filter((c) => !offline.test(c));
  }

  /** What stands on the page: the dialog if one is open. */
  async says() {
    const text = await this.page.locator("dialog[open], main, body").first().innerText({ timeout: 1_000 }).catch(() => "nothing");
    return text.slice(0, 1_500);
  }

  async picture(name) {
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** Fails if any page complained. */
  quiet() {
    assert.deepEqual(this.complaints, []);
  }

  async leave() {
    await this.context.close();
  }
}
