// The audit trail at the screen: in words, filtered by the address, by the department's days.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { department, stage } from "./browser.mjs";

const house = stage();
const { as, api } = house;
const root = join(import.meta.dirname, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");

test("every event that the server records has words", () => {
  const sources = readdirSync(join(root, "api/src"), { recursive: true }).filter((path) => path.endsWith(".rs"));
  const recorded = new Set();
  for (const path of sources) {
    for (const [, event] of read(`api/src/${path}`).matchAll(/(?:Record::new|\brecord|\.event)\(\s*"([a-z_]+\.[a-z_]+)"/g)) recorded.add(event);
  }
  assert(recorded.size > 20, "the pattern finds the events");
  const [listed] = read("openapi/src/event.rs").match(/pub const ALL[^;]*;/);
  const all = [...listed.matchAll(/"([a-z_.]+)"/g)].map(([, event]) => event);
  assert.deepEqual([...recorded].filter((event) => !all.includes(event)), [], "in the contract's list");
  const known = read("frontend/src/pages/org/audit_words.rs");
  assert.deepEqual(all.filter((event) => !known.includes(`"${event}" =>`)), []);
});

test("events and fields are in words of the language, with the code beside", async () => {
  const words = { "zh-Hant": ["任命職務", "職務"], "zh-Hans": ["任命职务", "职务"], en: ["Role assigned", "Role"] };
  const [entry] = (await api("manager", "/audit-entries?event=role.assigned&limit=1")).body.data;
  for (const [locale, [event, field]] of Object.entries(words)) {
    await as("manager", { locale }, async (person) => {
      await person.open("/audit?event=role.assigned", "audit");
      assert.equal(await person.page.locator('td [title="role.assigned"]').first().textContent(), event);
      await person.follow(`/audit/${entry.id}`, "audit-entry");
      assert.equal(await person.page.locator("h1").textContent(), event);
      assert((await person.by("page-audit-entry").textContent()).includes("role.assigned"));
      assert.equal(await person.page.locator('td [title="role"]').textContent(), field);
      await person.picture(`audit-entry-${locale}`);
    });
  }
});

for (const who of ["manager", "deputy_a", "lead_a1", "member_a1"]) {
  test(`${who} filters by event and by person, and the address keeps both`, async () => {
    const me = (await api(who, "/me")).body;
    await as(who, {}, async (person) => {
      await person.open("/audit", "audit");
      await person.by("filter-event").selectOption("session.created");
      await person.choose("filter-actor_id", me.name);
      await person.page.waitForURL((url) => url.searchParams.get("actor_id") === me.employee_id && url.searchParams.get("event") === "session.created");
      await person.settled();
      const rows = await person.page.locator("tbody tr").allTextContents();
      assert(rows.length > 0 && rows.every((row) => row.includes(me.name) && row.includes("登入")), rows.join("\n"));
      await person.page.reload();
      await person.shows("audit");
      assert.equal(await person.by("filter-actor_id").inputValue(), me.name);
      await person.by("filter-actor_id").fill("");
      await person.page.waitForURL((url) => !url.searchParams.has("actor_id"));
      await person.open("/audit?event=session.created", "audit");
      assert.equal(await person.by("filter-event").inputValue(), "session.created");
    });
  });
}

test("a day is the department's, wherever the browser is", async () => {
  const days = {
    "Asia/Taipei": ["2026-03-14", "2026-03-13T16:00:00.000Z", "2026-03-14T16:00:00.000Z"],
    // A day of 23 hours.
    "America/New_York": ["2026-03-08", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"],
    // A day without midnight.
    "America/Santiago": ["2026-09-06", "2026-09-06T04:00:00.000Z", "2026-09-07T03:00:00.000Z"],
    "Asia/Kolkata": ["2026-03-14", "2026-03-13T18:30:00.000Z", "2026-03-14T18:30:00.000Z"],
  };
  for (const [zone, [day, from, until]] of Object.entries(days)) {
    const { version } = await api("manager", "/settings");
    await api("manager", "/settings", { method: "PATCH", body: { time_zone: zone }, version });
    await as("manager", { timezone: "America/Los_Angeles" }, async (person) => {
      const asked = person.page.waitForRequest((r) => r.url().includes("/audit-entries?"));
      await person.open(`/audit?from=${day}&until=${day}`, "audit");
      const query = new URL((await asked).url()).searchParams;
      assert.deepEqual([query.get("from"), query.get("until")], [from, until], zone);
    });
  }
  const { version } = await api("manager", "/settings");
  await api("manager", "/settings", { method: "PATCH", body: { time_zone: "Asia/Taipei" }, version });
});

test("instants are shown by the department's clock, wherever the browser is", async () => {
  const [entry] = (await api("manager", "/audit-entries?limit=1")).body.data;
  await as("manager", { timezone: "America/Los_Angeles", locale: "en" }, async (person) => {
    await person.open(`/audit/${entry.id}`, "audit-entry");
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Taipei", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const shown = await person.by("page-audit-entry").textContent();
    assert(shown.includes(clock.format(new Date(entry.at))), shown);
  });
});
