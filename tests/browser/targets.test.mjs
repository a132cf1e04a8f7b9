// Targets: drafted, broken down with live sums, published, revised; then what was attained, from the department's figure down to one's own.

import { test } from "node:test";

import { assert, day, department, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

const year = day(0).slice(0, 4);

async function indicator(code) {
  const { data } = await api("manager", "GET", "/indicators");
  return data.find((one) => one.code === code).id;
}

async function published(code, amount, period = "year", starts_on = `${year}-01-01`) {
  const draft = await api("manager", "POST", "/targets", { indicator_id: await indicator(code), period, starts_on, amount, split: "equal" });
  return api("manager", "POST", `/targets/${draft.id}/publications`, {}, { "if-match": `"${draft.version}"` });
}

async function figure(id, number, amount, on_date, code = "premium_income") {
  await api("manager", "POST", "/target-actuals", { source: "core", external_id: id, indicator: code, employee_number: number, on_date, amount });
}

test("the manager drafts a target, breaks it down until every level sums, and publishes it", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/targets", "targets");
    await person.picture("targets-empty");
    await person.by("new-target").click();
    await person.inDialog("field-indicator_id").selectOption({ label: "保費收入" });
    await person.inDialog("field-starts_on").selectOption(`year ${Number(year) + 1}-01-01`);
    await person.inDialog("field-amount").fill("9000000");
    await person.picture("target-new");
    await person.inDialog("submit").click();
    await person.shows("target");
    await person.settled();
    await person.by("tree").waitFor();
    await person.picture("target-draft");
    const area = person.page.locator('[data-testid^="amount-"]').nth(1);
    await area.fill("4000000");
    await person.by("told").getByText(/合計不符/).waitFor();
    assert(await person.by("save-tree").isDisabled());
    await person.picture("target-uneven");
    const department = person.page.locator('[data-testid^="split-"]').first();
    await department.click();
    await person.by("by-equal").first().click();
    await person.by("told").getByText(/合計相符/).waitFor();
    await person.by("reason").fill("兩區平均分配");
    await person.picture("target-even");
    await person.by("save-tree").click();
    await person.by("told").getByText("尚未修改").waitFor();
    await person.by("publish").click();
    await person.by("confirm-yes").click();
    await person.page.getByText("現行").first().waitFor();
    await person.by("tab-picture").click();
    await person.by("target-picture").waitFor();
    await person.picture("target-picture");
    await person.by("tab-history").click();
    await person.page.getByText("第 1 版").first().waitFor();
  });
});

test("a lead moves an amount inside the team; the revision is a new one and the old one stays", async () => {
  const target = await published("new_customer_assets", 90000000);
  await as("lead_a1", {}, async (person) => {
    await person.open(`/targets/${target.id}`, "target");
    const inputs = person.page.locator('[data-testid="tree"] input');
    await inputs.first().waitFor();
    const [one, other] = [inputs.nth(0), inputs.nth(1)];
    const [a, b] = [Number(await one.inputValue()), Number(await other.inputValue())];
    await one.fill(String(a - 1000));
    await other.fill(String(b + 1000));
    await person.by("reason").fill("支援新人");
    await person.by("save-tree").click();
    await person.page.getByText("第 2 版").first().waitFor();
    await person.picture("target-revised");
    await person.by("tab-history").click();
    await person.page.locator("a.main-link", { hasText: "第 1 版" }).waitFor();
    await person.picture("target-history");
  });
});

test("what was attained is seen from the department down, and by a member as their own", async () => {
  await published("premium_income", 720000000);
  await published("customer_count", 90);
  for (const [n, who] of ["E111", "E112", "E121", "E211", "L011"].entries()) {
    for (let month = 1; month <= Number(day(-1).slice(5, 7)); month += 1) {
      const on = `${year}-${String(month).padStart(2, "0")}-01`;
      if (on <= day(0)) await figure(`${who}-${month}`, who, 2500000 + n * 1700000 + (month % 4) * 900000, on);
    }
    await figure(`${who}-now`, who, 400000, day(-1) >= `${year}-01-01` ? day(-1) : day(0));
  }
  await api("member_a1", "POST", "/customers", { name: "王美玲" });
  await as("manager", {}, async (person) => {
    await person.open("/attainment", "attainment");
    await person.by("card-0").waitFor();
    await person.by("ranking").waitFor();
    await person.by("trend").waitFor();
    await person.settled();
    await person.picture("attainment-manager");
    await person.page.getByRole("button", { name: "成員", exact: true }).click();
    await person.page.locator(".rank-row").nth(3).waitFor();
    await person.page.locator(".rank-row").first().click();
    await person.by("trend").getByRole("heading", { name: /累計走勢/ }).waitFor();
    await person.settled();
    await person.picture("attainment-member-of-it");
  });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/attainment", "attainment");
    await person.by("card-0").waitFor();
    await person.by("trend").waitFor();
    await person.settled();
    assert.equal(await person.by("ranking").count(), 0);
    await person.picture("attainment-phone");
  });
  await as("manager", { theme: "dark", locale: "en" }, async (person) => {
    await person.open("/attainment", "attainment");
    await person.by("ranking").waitFor();
    await person.settled();
    await person.picture("attainment-dark");
  });
});

test("the tree fits a phone", async () => {
  const { data } = await api("manager", "GET", "/targets?state=published&limit=1");
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open(`/targets/${data[0].id}`, "target");
    await person.by("tree").waitFor();
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.picture("target-phone");
  });
});

test("a period that is over opens shortfalls by itself; the lead plans one, checks it, and closes it", async () => {
  const months = Number(day(0).slice(0, 4)) * 12 + Number(day(0).slice(5, 7)) - 3;
  const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01`;
  await figure("S-1", "E112", 1000000, first);
  // More than the figures of the test before come to.
  await published("premium_income", 900000000, "month", first);
  const found = await until("the shortfalls", async () => {
    const { data } = await api("lead_a1", "GET", "/shortfalls?limit=50");
    return data.find((one) => one.owner_id === department.people.member_a1.id && one.starts_on === first);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/shortfalls", "shortfalls");
    await person.page.locator("a.main-link").first().waitFor();
    await person.picture("shortfalls");
    await person.open(`/shortfalls/${found.id}`, "shortfall");
    await person.by("plan").click();
    await person.inDialog("field-cause").fill("兩週長假，約訪減半");
    await person.inDialog("field-measures").fill("每週陪訪兩次，補足名單三十筆");
    await person.inDialog("field-next_check_on").fill(day(7));
    await person.choose("field-coach_id", department.people.lead_a1.name);
    await person.picture("shortfall-plan");
    await person.inDialog("submit").click();
    await person.by("check").click();
    await person.inDialog("field-note").fill("約訪回到每週十二次");
    await person.inDialog("submit").click();
    await person.by("checks").getByText("約訪回到每週十二次").waitFor();
    await person.picture("shortfall");
  });
});
