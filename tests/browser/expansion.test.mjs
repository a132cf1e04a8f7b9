// Expansion plans: drafted line by line, worked by, counted from the records, closed; a member sees their line in the day.

import { test } from "node:test";

import { assert, day, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

let plan;

test("a lead drafts a plan line by line and the team begins to work by it", async () => {
  const customer = await api("member_a1", "POST", "/customers", { name: "王美玲", source: "轉介紹" });
  await api("member_a1", "POST", "/activities", { customer_id: customer.id, channel: "visit", outcome: "reached" });
  await as("lead_a1", {}, async (person) => {
    await person.open("/expansion-plans", "expansion-plans");
    await person.picture("expansion-empty");
    await person.by("new-plan").first().click();
    await person.shows("new-expansion-plan");
    await person.by("field-title").fill("第四季轉介紹專案");
    await person.by("field-goal").fill("新客戶四十位，以轉介紹與社區說明會為主");
    await person.by("field-starts_on").fill(day(-10));
    await person.by("field-ends_on").fill(day(50));
    await person.by("line-channel").fill("轉介紹");
    await person.by("submit").click();
    await person.page.getByText("每項都要有大於零的數量").first().waitFor();
    await person.by("line-quantity").fill("4");
    await person.by("add-line").click();
    await person.by("line-measure").last().selectOption("contacts");
    await person.by("line-method").last().selectOption("visit");
    await person.by("line-quantity").last().fill("2");
    await person.by("line-owner").last().selectOption(department.people.member_a1.id);
    await person.settled();
    await person.picture("expansion-new");
    await person.by("submit").click();
    await person.shows("expansion-plan");
    plan = (await person.page.evaluate(() => location.pathname)).split("/").pop();
    await person.by("activate").click();
    await person.by("close-plan").waitFor();
    const rows = await person.by("plan-row").allInnerTexts();
    assert.deepEqual(rows.map((row) => /(\d+) \/ (\d+)/.exec(row).slice(1, 3).map(Number)), [[1, 4], [1, 2]]);
    await person.settled();
    await person.picture("expansion-active");
  });
});

test("the member finds the line in the day, on the phone", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/拓展計畫進度/).first().click();
    await person.shows("expansion-plan");
    await person.settled();
    await person.picture("expansion-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    assert.equal(await person.by("edit-plan").count(), 0);
  });
});

test("the lead changes it on the phone and closes it with what came of it", async () => {
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open(`/expansion-plans/${plan}`, "expansion-plan");
    await person.by("edit-plan").click();
    await person.inDialog("line-quantity").first().fill("1");
    await person.settled();
    await person.picture("expansion-edit-phone");
    await person.inDialog("submit").click();
    await person.by("plan-row").getByText("100 %").first().waitFor();
    await person.by("close-plan").click();
    await person.inDialog("field-result").fill("轉介紹達成，拜訪過半");
    await person.inDialog("submit").click();
    await person.page.getByText("轉介紹達成，拜訪過半").first().waitFor();
    await person.settled();
    await person.picture("expansion-closed-phone");
    const closed = await api("lead_a1", "GET", `/expansion-plans/${plan}`);
    assert.deepEqual([closed.state, closed.percent, closed.lines.map((line) => line.actual)], ["closed", 75, [1, 1]]);
  });
});
