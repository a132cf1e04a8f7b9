// Duties: set up by a lead with a rota and a check-list, done from the phone with and without a net, handed over, seen in the calendar.

import { test } from "node:test";

import { assert, day, department, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });
const [one, two] = [department.people.member_a1, department.people.member_a1b];

let duty;

/** Of the duty, what is due on that day. */
async function due(plus) {
  const found = await api("lead_a1", "GET", `/duty-occurrences?duty_id=${duty.id}&from=${day(plus)}&to=${day(plus)}`);
  return found.data[0];
}

/** Who does it, by the tests' name. */
const who = (occurrence) => (occurrence.owner.id === one.id ? "member_a1" : "member_a1b");

test("a lead sets up a duty with its rota and check-list", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/duties?tab=plans", "duties");
    await person.picture("duties-empty");
    await person.by("new-duty").first().click();
    await person.shows("new-duty");
    await person.by("field-title").fill("下班關閉檢查");
    await person.by("field-place").fill("十二樓辦公室");
    await person.by("field-clause").selectOption("3.3.4");
    await person.by("cadence").selectOption("WEEKLY");
    await person.by("day-0").check();
    await person.by("cadence").selectOption("DAILY");
    await person.by("field-day_rule").selectOption("any");
    await person.by("field-due_time").fill("23:59");
    await person.by("field-opens_hours").fill("48");
    await person.by("item-text").fill("門窗已上鎖");
    await person.by("submit").click();
    await person.by("rota").locator(".error").waitFor();
    person.forgive(422);
    await person.by("rota-add").selectOption(one.id);
    await person.by("rota-add").selectOption(two.id);
    await person.page.getByLabel(`將 ${two.name} 上移`).click();
    await person.by("add-item").click();
    await person.by("item-text").last().fill("電表度數");
    await person.by("item-proof").last().selectOption("number");
    await person.by("at_most").fill("100");
    await person.settled();
    await person.picture("duty-new");
    await person.by("submit").click();
    await person.shows("duty");
    await person.settled();
    await person.picture("duty");
    const id = (await person.page.evaluate(() => location.pathname)).split("/").pop();
    duty = await api("lead_a1", "GET", `/duties/${id}`);
    assert.deepEqual(duty.rota.map((member) => member.id), [two.id, one.id]);
    assert.deepEqual([duty.rrule, duty.checklist.length, duty.checklist[1].at_most], ["FREQ=DAILY", 2, 100]);
  });
});

test("whose turn it is finds it in the day and signs it on the phone", async () => {
  const mine = await due(0);
  await as(who(mine), { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText("下班關閉檢查").first().click();
    await person.shows("occurrence");
    await person.by("item_1-yes").check();
    assert(await person.by("sign").isDisabled(), "a required item is open");
    await person.by("item_2").fill("120");
    await person.by("note").fill("電表偏高");
    await person.settled();
    await person.picture("duty-sheet-phone");
    const high = await person.page.locator(".duty-item .choice").first().boundingBox();
    assert(high.height >= 48, `a row is ${high.height} px high`);
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    // What is answered stands there again when the page is opened anew.
    await person.open(`/duties/occurrences/${mine.id}`, "occurrence");
    assert.equal(await person.by("item_2").inputValue(), "120");
    await person.by("sign").click();
    await person.by("found").waitFor();
    await person.settled();
    await person.picture("duty-signed-phone");
  });
  const signed = await api("lead_a1", "GET", `/duty-occurrences/${mine.id}`);
  assert.deepEqual([signed.state, signed.remarkable, signed.note], ["done", 1, "電表偏高"]);
});

test("without a net it is kept on the phone and sent once there is one", async () => {
  const mine = await due(1);
  await as(who(mine), { width: 360 }, async (person) => {
    await person.open(`/duties/occurrences/${mine.id}`, "occurrence");
    await person.by("item_1-yes").check();
    await person.by("item_2").fill("42");
    const context = person.page.context();
    await context.setOffline(true);
    await person.by("sign").click();
    await until("the queue", () => person.page.evaluate(() => localStorage.getItem("duty-queue")));
    assert.equal((await api("lead_a1", "GET", `/duty-occurrences/${mine.id}`)).state, "open");
    await person.page.getByText("連線後自動送出").first().waitFor();
    await person.picture("duty-offline-phone");
    await context.setOffline(false);
    await until("the signature", async () => (await api("lead_a1", "GET", `/duty-occurrences/${mine.id}`)).state === "done");
    await until("an empty queue", () => person.page.evaluate(() => localStorage.getItem("duty-queue") === null));
    await person.by("found").waitFor();
    person.forgiveOffline();
  });
});

test("a page that was never opened says that there is no net, and opens once there is one", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/", "my-day");
    const context = person.page.context();
    await context.setOffline(true);
    await person.page.locator('a[href="/leave-types"]').first().click();
    await person.page.getByText("無法連線到伺服器").first().waitFor();
    await person.picture("part-offline");
    await context.setOffline(false);
    await person.page.getByRole("button", { name: "重試" }).click();
    await person.shows("leave-types");
    person.forgiveOffline();
  });
});

test("a turn is handed over by whoever has it, and excused by the lead", async () => {
  const next = await due(3);
  const other = who(next) === "member_a1" ? two : one;
  await as(who(next), { width: 360 }, async (person) => {
    await person.open(`/duties/occurrences/${next.id}`, "occurrence");
    assert.equal(await person.by("excuse").count(), 0, "nobody excuses their own");
    await person.by("hand-over").click();
    await person.choose("field-owner_id", other.name);
    await person.inDialog("field-note").fill("下午外勤");
    await person.picture("duty-hand-over-phone");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
  });
  assert.equal((await due(3)).owner.id, other.id);
  await as("lead_a1", {}, async (person) => {
    await person.open(`/duties/occurrences/${next.id}`, "occurrence");
    await person.by("excuse").click();
    await person.inDialog("field-reason").fill("颱風停班");
    await person.inDialog("submit").click();
    await person.page.getByText("颱風停班").first().waitFor();
    await person.open("/duties?tab=calendar", "duties");
    await person.page.locator(".duty-entry").first().waitFor();
    await person.settled();
    await person.picture("duty-calendar");
    await person.open("/duties", "duties");
    await person.page.getByText("下班關閉檢查").first().waitFor();
    await person.settled();
    await person.picture("duties-due");
  });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/duties?tab=calendar", "duties");
    await person.settled();
    await person.picture("duty-calendar-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
});

test("a duty that is changed leaves what can be done as it was", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open(`/duties/${duty.id}`, "duty");
    await person.by("edit-duty").click();
    await person.shows("edit-duty");
    await person.by("field-title").fill("關燈關門");
    await person.by("cadence").selectOption("WEEKLY");
    for (const n of [0, 2, 4]) await person.by(`day-${n}`).check();
    await person.settled();
    await person.picture("duty-edit");
    await person.by("submit").click();
    await person.shows("duty");
    await person.page.getByText("每週 週一、週三、週五").first().waitFor();
  });
  const after = await api("lead_a1", "GET", `/duty-occurrences?duty_id=${duty.id}&limit=200`);
  const later = after.data.filter((occurrence) => occurrence.day > day(3));
  assert(later.length > 8 && later.every((occurrence) => occurrence.title === "關燈關門"));
  assert(after.data.some((occurrence) => occurrence.title === "下班關閉檢查"));
});

test("the manager loads what the regulation asks of every office", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/duties?tab=plans", "duties");
    await person.by("load-templates").click();
    await person.page.getByRole("dialog").getByRole("button", { name: "載入制度工作" }).click();
    await person.page.getByText(/已建立 \d+ 項例行工作/).waitFor();
    await person.open("/duties?tab=plans", "duties");
    await person.page.getByText("離開前門窗電源檢查").first().waitFor();
    await person.settled();
    await person.picture("duties-plans");
  });
});
