// What members tell is answered and settled; coaching is noted and read by whoever it is about; care talks stay with those above.

import { test } from "node:test";

import { assert, day, department, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

let told;

test("a problem is told from the phone, answered, and settled", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/feedback", "feedback");
    await person.by("new-feedback").first().click();
    await person.shows("new-feedback");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    person.forgive(422);
    await person.by("field-text").fill("印表機常卡紙\n- 每天早上排隊");
    await person.picture("feedback-new-phone");
    await person.by("submit").click();
    await person.shows("feedback-record");
    assert.equal(await person.by("answer-it").count(), 0);
  });
  [told] = (await api("member_a1", "GET", "/feedback")).data;
  await as("lead_a1", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator(`a[href="/feedback/${told.id}"]`).first().click();
    await person.shows("feedback-record");
    await person.by("answer-it").click();
    await person.inDialog("field-answer").fill("已加派一台備用機");
    await person.inDialog("submit").click();
    await person.by("answer").getByText("已加派一台備用機").waitFor();
    await person.settled();
    await person.picture("feedback-record");
  });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/feedback/${told.id}`, "feedback-record");
    await person.by("not-settled").click();
    await person.inDialog("field-remark").fill("備用機也卡紙");
    await person.inDialog("submit").click();
    await person.by("answer").getByText("備用機也卡紙").waitFor();
    await person.settled();
    await person.picture("feedback-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/feedback/${told.id}`, "feedback-record");
    await person.by("refer").click();
    await person.inDialog("field-reason").fill("須由部門採購");
    await person.inDialog("submit").click();
    await until("whoever is above to be asked", async () => (await api("lead_a1", "GET", `/feedback/${told.id}`)).asked.id === department.people.deputy_a.id);
    await person.open("/feedback", "feedback");
    await person.page.getByText("印表機常卡紙").first().waitFor();
    await person.settled();
    await person.picture("feedback");
  });
});

test("coaching is noted and read by whoever it is about", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/talks", "talks");
    await person.by("new-talk").first().click();
    await person.choose("field-employee_id", "林淑芬");
    await person.inDialog("field-text").fill("陪同拜訪兩位客戶");
    await person.inDialog("field-next_step").fill("下次主講費用");
    await person.inDialog("field-next_on").fill(day(7));
    await person.picture("talk-new");
    await person.inDialog("submit").click();
    await person.shows("coaching-note");
    await person.by("edit").click();
    await person.inDialog("field-text").fill("陪同拜訪三位客戶");
    await person.inDialog("submit").click();
    await person.page.getByText("陪同拜訪三位客戶").first().waitFor();
    await person.settled();
    await person.picture("coaching-note");
  });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/talks", "talks");
    assert.equal(await person.by("tab-care").count(), 0);
    assert.equal(await person.by("new-talk").count(), 0);
    await person.page.getByText("陪同拜訪三位客戶").first().waitFor();
    await person.settled();
    await person.picture("talks-phone");
  });
});

test("a care talk stays with those above", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/talks?tab=care", "talks");
    await person.by("new-talk").first().click();
    await person.choose("field-employee_id", "林淑芬");
    await person.inDialog("field-text").fill("家中長輩住院");
    await person.inDialog("submit").click();
    await person.shows("care-talk");
    await person.settled();
    await person.picture("care-talk");
  });
  const [talk] = (await api("deputy_a", "GET", "/care-talks")).data;
  await as("member_a1", {}, async (person) => {
    await person.open(`/care-talks/${talk.id}`, "care-talk");
    await person.page.getByRole("alert").first().waitFor();
    person.forgive(403);
    assert.equal(await person.page.getByText("家中長輩住院").count(), 0);
  });
});

test("a deputy sums a quarter up, publishes it, and says who does what", async () => {
  await as("deputy_a", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator('a[href^="/area-reviews/new"]').first().click();
    await person.shows("new-area-review");
    await person.by("field-achievements").fill("- 新客戶增加一成");
    await person.by("field-problems").fill("收取率下滑");
    await person.by("field-improvements").fill("逐戶聯絡");
    await person.picture("area-review-new");
    await person.by("submit").click();
    await person.shows("area-review");
    await person.by("publish").click();
    await person.by("confirm-yes").click();
    await person.by("add-action").click();
    await person.inDialog("field-text").fill("逐戶聯絡寬限期客戶");
    await person.choose("field-responsible_id", "林淑芬");
    await person.inDialog("field-due_on").fill(day(7));
    await person.inDialog("submit").click();
    await person.by("actions").getByText("逐戶聯絡寬限期客戶").waitFor();
    await person.settled();
    await person.picture("area-review");
  });
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open("/area-reviews", "area-reviews");
    await person.page.locator("a.main-link").first().click();
    await person.shows("area-review");
    assert.equal(await person.by("publish").count(), 0);
    await person.settled();
    await person.picture("area-review-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
});

test("a lead makes the team's plan, and a member says how far the goal is", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/work-plans", "work-plans");
    await person.by("new-work-plan").first().click();
    await person.shows("new-work-plan");
    await person.by("field-year").selectOption(day(0).slice(0, 4));
    await person.by("field-summary").fill("穩住續期，拓展轉介紹");
    await person.by("submit").click();
    await person.shows("work-plan");
    await person.by("add-goal").click();
    await person.inDialog("field-title").fill("每人每週拜訪八戶");
    await person.choose("field-owner_id", "林淑芬");
    await person.inDialog("field-due_on").fill(`${day(0).slice(0, 4)}-12-31`);
    await person.picture("goal-new");
    await person.inDialog("submit").click();
    await person.by("goal-0").waitFor();
    await person.by("publish").click();
    await person.by("confirm-yes").click();
    await person.by("revisions").waitFor();
    await person.settled();
    await person.picture("work-plan");
  });
  const [plan] = (await api("lead_a1", "GET", "/work-plans")).data;
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/work-plans/${plan.id}`, "work-plan");
    assert.equal(await person.by("add-goal").count(), 0);
    await person.by("say-0").click();
    await person.inDialog("field-progress").fill("60");
    await person.inDialog("field-note").fill("八月起每週九戶");
    await person.inDialog("submit").click();
    await person.by("goal-0").getByText("60 %").waitFor();
    await person.settled();
    await person.picture("work-plan-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
});
