// A case from consultation on: opened, filled in, moved by the button, by the card's menu and by dragging, stopped by a flag, sent back, lost.

import { test } from "node:test";

import { assert, office } from "./office.mjs";

const { api, as } = office({ grant: false });

/** All that the stage of a case asks for. */
async function complete(who, id) {
  const one = await api(who, "GET", `/cases/${id}`);
  const stage = await api(who, "GET", `/case-stages/${one.stage}`);
  return api(who, "PATCH", `/cases/${id}`, {
    answers: stage.fields.map((item) => ({ stage: stage.key, key: item.key, value: "已填" })),
    ticks: stage.checks.map((item) => ({ stage: stage.key, key: item.key, done: true })),
    product: "終身壽險", expected_close_on: "2027-03-01", expected_premium: { amount: 3600000, currency: "TWD" },
  }, { "if-match": `"${one.version}"` });
}

async function opened(who, name, more = {}) {
  const customer = await api(who, "POST", "/customers", { name });
  return api(who, "POST", "/cases", { customer_id: customer.id, ...more });
}

const column = (person, stage) => person.by(`column-${stage}`);

async function inColumn(person, stage, name) {
  await column(person, stage).getByText(name).waitFor();
}

test("a member opens a case, completes the stage and moves on; what is missing is said", async () => {
  await api("member_a1", "POST", "/customers", { name: "王美玲", occupation: "國小教師", phone: "0912345678" });
  await as("member_a1", {}, async (person) => {
    await person.open("/cases", "cases");
    await person.picture("cases-empty");
    await person.by("new-case").first().click();
    await person.shows("new-case");
    await person.by("find-customer").fill("wml");
    await person.by("customer-choice").first().check();
    await person.by("field-product").fill("終身壽險二十年期");
    await person.by("field-expected_premium").fill("86400");
    await person.picture("new-case");
    await person.by("submit").click();
    await person.shows("case");
    await person.settled();
    assert.match(await person.by("missing").textContent(), /客戶關心的事/);
    await person.picture("case-new");
    await person.by("act-ahead").click();
    await person.page.getByText("此階段的要求尚未完成").first().waitFor();
    // Quicker than the network answers: nothing is lost.
    const slow = async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    };
    await person.page.route("**/api/v1/cases/*", slow);
    await person.by("stage-field-concern").fill("孩子的教育基金");
    await person.by("save-fields").click();
    await person.by("tick-registration_shown").check();
    await person.by("tick-privacy_notice").check();
    await person.by("tick-privacy_notice").uncheck();
    await person.page.getByText("1 / 2").waitFor();
    await person.by("tick-privacy_notice").check();
    await person.page.getByText("這個階段已完成").waitFor();
    await person.page.unrouteAll({ behavior: "wait" });
    assert.equal(await person.by("stage-field-concern").inputValue(), "孩子的教育基金");
    await person.by("act-ahead").click();
    await person.page.locator('[aria-current="step"]').getByText("需求分析").waitFor();
    await person.settled();
    await person.by("stage-consultation").click();
    assert.equal(await person.by("stage-field-concern").inputValue(), "孩子的教育基金");
    assert(await person.by("tick-privacy_notice").isChecked());
    await person.picture("case");
    person.forgive(409);
  });
});

test("cards move by dragging and by their menu, never over a stage, and back with a reason", async () => {
  const [first, second] = [await opened("member_a1b", "陳大文"), await opened("member_a1b", "林小芬", { product: "重大傷病終身險" })];
  await complete("member_a1b", first.id);
  await complete("member_a1b", second.id);
  await as("member_a1b", {}, async (person) => {
    await person.open("/cases", "cases");
    await inColumn(person, "consultation", "陳大文");
    const card = (name) => person.by("card").filter({ hasText: name });
    await card("陳大文").dragTo(column(person, "application"));
    await person.page.getByText("不能跳過階段").waitFor();
    await card("陳大文").dragTo(column(person, "needs_analysis"));
    await inColumn(person, "needs_analysis", "陳大文");
    await card("林小芬").getByTestId("card-menu").focus();
    await person.page.keyboard.press("ArrowDown");
    await person.page.locator('[data-testid="card-advance"]:focus').waitFor();
    await person.page.keyboard.press("Enter");
    await inColumn(person, "needs_analysis", "林小芬");
    await person.picture("board");
    // Nothing of the new stage is there yet.
    await card("林小芬").getByTestId("card-menu").click();
    await person.by("card-advance").click();
    await person.page.getByText("保障缺口").first().waitFor();
    await card("林小芬").dragTo(column(person, "consultation"));
    await person.inDialog("field-note").fill("客戶想再想想");
    await person.picture("back");
    await person.inDialog("submit").click();
    await inColumn(person, "consultation", "林小芬");
    await person.open("/cases?view=list&q=lin", "cases");
    await person.page.getByText("林小芬").first().waitFor();
    await person.picture("list");
    await person.open("/cases?view=funnel", "cases");
    await person.by("funnel").waitFor();
    await person.picture("funnel");
    person.forgive(409);
  });
});

test("a flag stops a case until the lead clears it; then it is lost for a reason", async () => {
  const one = await opened("member_a1", "周建宏");
  await complete("member_a1", one.id);
  await as("member_a1", {}, async (person) => {
    await person.open(`/cases/${one.id}`, "case");
    await person.by("act-flag").click();
    await person.inDialog("field-reason").fill("年繳保費高於家庭年收入三成");
    await person.inDialog("submit").click();
    await person.by("flags").waitFor();
    assert.equal(await person.by("clear-flag").count(), 0);
    await person.by("act-ahead").click();
    await person.page.getByText("業務件有未解除的風險標示").first().waitFor();
    person.forgive(409);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/cases/${one.id}`, "case");
    await person.by("clear-flag").click();
    await person.inDialog("field-note").fill("已取得財力證明");
    await person.inDialog("submit").click();
    await person.by("flags").getByText("已取得財力證明").waitFor();
    await person.picture("flag-cleared");
  });
  await as("member_a1", {}, async (person) => {
    await person.open(`/cases/${one.id}`, "case");
    await person.by("case-more").click();
    await person.by("act-lose").click();
    await person.inDialog("field-reason").fill("預算改用於房貸");
    await person.inDialog("submit").click();
    await person.page.getByText("未成交：預算改用於房貸").waitFor();
    assert.equal(await person.by("act-ahead").count(), 0);
    await person.picture("lost");
  });
});

test("on the phone one stage is shown at a time, and check-list rows are as high as a thumb", async () => {
  const one = await opened("member_a1", "鄭雅婷", { product: "長期照顧險" });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/cases", "cases");
    await person.page.getByText("鄭雅婷").waitFor();
    assert(await column(person, "application").isHidden());
    await person.picture("phone-board");
    await person.by("choose-stage").selectOption("application");
    await column(person, "application").waitFor();
    assert(await column(person, "consultation").isHidden());
    await person.open(`/cases/${one.id}`, "case");
    await person.by("tick-privacy_notice").waitFor();
    const row = await person.page.locator(".tick-row").first().boundingBox();
    assert(row.height >= 48, `a row of ${row.height} px`);
    await person.picture("phone-case");
  });
});

test("the manager changes what a stage asks for", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/case-stages", "case-stages");
    await person.picture("stages");
    await person.by("edit-after_sales").click();
    await person.inDialog("field-stuck_days").fill("45");
    await person.inDialog("add-check").click();
    const inputs = person.page.locator("dialog .stage-item").last().locator("input[type=text]");
    for (const [n, text] of ["轉介紹", "转介绍", "Referral asked for"].entries()) await inputs.nth(n).fill(text);
    await person.picture("stage-form");
    await person.inDialog("submit").click();
    await person.by("stages").getByText("轉介紹").waitFor();
    const stage = await api("manager", "GET", "/case-stages/after_sales");
    assert.deepEqual([stage.stuck_days, stage.version, stage.checks.at(-1).names.en], [45, 2, "Referral asked for"]);
  });
});

test("the manager publishes a page of the manual, a member acknowledges it beside a case, the lead sees who hasn't", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/manual?stage=needs_analysis", "manual");
    await person.by("write-manual").click();
    for (const name of ["zh_hant", "zh_hans", "en"]) await person.inDialog(`field-text/${name}`).fill("# 需求分析書\n- 逐項填寫收入、負債\n先問再說");
    await person.picture("manual-form");
    await person.inDialog("submit").click();
    await person.by("publish").click();
    await person.page.getByRole("dialog").getByRole("button", { name: "發布" }).click();
    await person.by("manual").getByRole("heading", { name: "需求分析書" }).waitFor();
    await person.by("gaps").waitFor();
    await person.picture("manual");
  });
  const one = await opened("member_a1", "何品妤");
  await complete("member_a1", one.id);
  const now = await api("member_a1", "GET", `/cases/${one.id}`);
  await api("member_a1", "POST", `/cases/${one.id}/moves`, { to: "needs_analysis" }, { "if-match": `"${now.version}"` });
  await as("member_a1", {}, async (person) => {
    await person.open(`/cases/${one.id}`, "case");
    await person.by("manual").getByText("逐項填寫收入、負債").waitFor();
    await person.by("acknowledge").click();
    await person.by("acknowledge").waitFor({ state: "detached" });
    await person.picture("manual-beside");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/manual?stage=needs_analysis", "manual");
    const text = await person.by("gaps").textContent();
    assert.match(text, /E112/);
    assert.doesNotMatch(text, /E111/);
  });
});

test("a lead registers a risk, finds it in the matrix and looks at it anew", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/risks", "risks");
    await person.by("new-risk").click();
    await person.inDialog("field-title").fill("代簽要保書");
    await person.inDialog("field-controls").fill("送件前由主管電話抽查親簽");
    await person.inDialog("field-likelihood").selectOption("3");
    await person.inDialog("field-impact").selectOption("5");
    await person.inDialog("field-next_review_on").fill("2030-01-01");
    await person.inDialog("submit").click();
    await person.by("cell-3-5").waitFor();
    await person.by("cell-3-5").click();
    await person.page.waitForURL(/likelihood=3/);
    await person.page.locator("a.main-link", { hasText: "代簽要保書" }).waitFor();
    await person.picture("risks");
    await person.page.locator("a.main-link", { hasText: "代簽要保書" }).click();
    await person.shows("risk");
    await person.by("review-risk").click();
    await person.inDialog("field-likelihood").selectOption("1");
    await person.inDialog("field-note").fill("本季抽查 30 件，無代簽");
    await person.inDialog("field-next_review_on").fill("2030-06-01");
    await person.inDialog("submit").click();
    await person.by("reviews").getByText("1 × 5 = 5").waitFor();
    await person.picture("risk");
  });
});
