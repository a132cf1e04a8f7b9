// Follow-up from the phone: who is due, logged in three taps, and gone from the list; the cadence; the history on the customer.

import { test } from "node:test";

import { assert, day, department, office } from "./office.mjs";

const at = (days) => `${day(days)}T04:00:00Z`;

const { api, as } = office({
  grant: false,
  prepare: async (api) => {
    for (const [who, name, days] of [["member_a1", "王美玲", 41], ["member_a1", "李志明", 30], ["member_a1b", "陳雅婷", 35], ["member_a1b", "林建宏", 27]]) {
      const customer = await api(who, "POST", "/customers", { name, class: "a" });
      await api(who, "POST", "/activities", { customer_id: customer.id, channel: "visit", outcome: "interested", at: at(-days), note: "想了解實支實付" });
    }
  },
});

test("a member sees who is due and logs the call from the phone", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator("a.day-item", { hasText: "王美玲" }).waitFor();
    await person.picture("follow-ups-my-day");
    await person.open("/follow-ups", "follow-ups");
    await person.settled();
    await person.picture("follow-ups-phone");
    await person.by("log").first().click();
    await person.inDialog("field-outcome").selectOption("appointment");
    await person.inDialog("field-note").fill("約週五下午兩點");
    await person.inDialog("field-next_step").fill("帶建議書");
    await person.inDialog("field-next_on").fill(day(2));
    await person.picture("follow-ups-log");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.page.locator("a.main-link", { hasText: "王美玲" }).waitFor({ state: "detached" });
  });
  const done = await api("lead_a1", "GET", "/activities?outcome=appointment");
  assert.deepEqual([done.data[0].note, done.data[0].next_on, done.data[0].employee.id], ["約週五下午兩點", day(2), department.people.member_a1.id]);
  const due = await api("member_a1", "GET", `/follow-ups?due_by=${day(2)}`);
  assert.equal(due.data.find((one) => one.name === "王美玲").due_on, day(2));
});

test("the customer's page tells what was done, and takes what was done earlier", async () => {
  const found = await api("member_a1", "GET", "/customers?q=李志明");
  await as("member_a1", {}, async (person) => {
    await person.open(`/customers/${found.data[0].id}?tab=activities`, "customer");
    await person.by("timeline").getByText("想了解實支實付").waitFor();
    await person.by("log").click();
    await person.inDialog("field-on").fill(day(-1));
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.settled();
    await person.picture("customer-activities");
  });
  const after = await api("member_a1", "GET", `/customers/${found.data[0].id}`);
  assert.deepEqual([after.last_contact_on, after.due_on], [day(-1), day(29)]);
});

test("a lead sees with whom how much waits; the manager changes the cadence", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/follow-ups", "follow-ups");
    await person.by("load").waitFor();
    await person.settled();
    await person.picture("follow-ups-lead");
    await person.by("cadence").click();
    await person.page.getByRole("dialog").getByText("30 天").waitFor();
    await person.open("/activities", "activities");
    await person.settled();
    await person.picture("activities");
  });
  await as("manager", {}, async (person) => {
    await person.open("/follow-ups", "follow-ups");
    await person.by("cadence").click();
    await person.inDialog("field-a").fill("0");
    await person.inDialog("submit").click();
    await person.by("form-errors").waitFor();
    await person.inDialog("field-a").fill("20");
    await person.inDialog("field-unclassified").fill("");
    await person.picture("cadence");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
  });
  const rules = await api("member_a1", "GET", "/follow-up-rules");
  assert.deepEqual([rules.a, rules.b, rules.unclassified ?? null], [20, 60, null]);
});

test("on a lead's phone nothing is wider than the screen, and the address says days ahead", async () => {
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open("/follow-ups", "follow-ups");
    await person.by("load").waitFor();
    await person.settled();
    await person.picture("follow-ups-lead-phone");
    const wider = await person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wider, 0);
    await person.page.getByRole("button", { name: "三十天內" }).click();
    await person.page.waitForURL(/when=30/);
    await person.page.locator("a.main-link", { hasText: "林建宏" }).waitFor();
  });
});
