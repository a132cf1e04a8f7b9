// Inspections: a plan is set, a lead has a case inspected and looks it over on the phone, its owner rectifies, somebody else checks again.

import { test } from "node:test";

import { assert, day, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

let sale;
let inspection;

test("the manager sets a plan and changes what inspections look at", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/inspections", "inspections");
    await person.picture("inspections-empty");
    await person.by("tab-samples").click();
    await person.by("new-plan").click();
    await person.inDialog("field-percent").fill("20");
    await person.inDialog("field-least").fill("2");
    await person.picture("inspection-plan-new");
    await person.inDialog("submit").click();
    await person.by("plans").getByText(/20%，至少 2 件/).waitFor();
    await person.by("edit-items").click();
    await person.inDialog("add-item").click();
    await person.inDialog("item-key").last().fill("photo_kept");
    await person.inDialog("item-hant").last().fill("面談照片已歸檔");
    await person.inDialog("item-hans").last().fill("面谈照片已归档");
    await person.inDialog("item-en").last().fill("Photos of the meeting filed");
    await person.inDialog("save-items").click();
    await person.page.getByText("面談照片已歸檔").first().waitFor();
    await person.settled();
    await person.picture("inspection-plans");
  });
});

test("a lead has a case inspected and looks it over on the phone", async () => {
  const customer = await api("member_a1", "POST", "/customers", { name: "王美玲" });
  sale = await api("member_a1", "POST", "/cases", { customer_id: customer.id });
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open(`/cases/${sale.id}`, "case");
    await person.by("order-inspection").click();
    await person.inDialog("field-reason").fill("客戶申訴說明不清");
    await person.inDialog("field-due_on").fill(day(7));
    await person.inDialog("submit").click();
    await person.shows("inspection");
    inspection = (await person.page.evaluate(() => location.pathname)).split("/").pop();
    assert(await person.by("record").isDisabled());
    for (const key of ["identity_checked", "terms_explained", "papers_complete", "follow_up_kept", "photo_kept"]) await person.by(`${key}-ok`).check();
    await person.by("needs_documented-not_ok").check();
    assert(await person.by("record").isDisabled(), "what isn't in order needs a finding");
    await person.by("finding-text").fill("需求分析表缺少家庭負債一欄");
    await person.by("finding-severity").selectOption("major");
    await person.by("finding-by").fill(day(5));
    await person.by("summary").fill("其餘項目完整");
    await person.settled();
    await person.picture("inspection-record-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.by("record").click();
    await person.by("findings").getByText("需求分析表缺少家庭負債一欄").waitFor();
    await person.settled();
    await person.picture("inspection-found-phone");
  });
});

test("the owner rectifies it from the day; the lead sends it back once, then it is in order", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/缺失待整改/).first().click();
    await person.shows("inspection");
    assert.equal(await person.by("accept").count(), 0, "nobody accepts their own");
    await person.by("rectify").click();
    await person.inDialog("field-text").fill("已與客戶補填並簽名");
    await person.inDialog("submit").click();
    await person.by("findings").getByText("待複查").waitFor();
    await person.settled();
    await person.picture("inspection-rectified-phone");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/inspections/${inspection}`, "inspection");
    await person.by("send-back").click();
    await person.inDialog("field-note").fill("簽名缺日期");
    await person.inDialog("field-rectify_by").fill(day(3));
    await person.inDialog("submit").click();
    await person.by("findings").getByText("退回 1 次").waitFor();
    await person.settled();
    await person.picture("inspection");
  });
  const { findings } = await api("member_a1", "GET", `/inspections/${inspection}`);
  await api("member_a1", "POST", `/inspection-findings/${findings[0].id}/rectifications`, { text: "已補日期" }, { "if-match": `"${findings[0].version}"` });
  await as("lead_a1", {}, async (person) => {
    await person.open("/inspections?tab=findings", "inspections");
    await person.page.locator("a.main-link").first().waitFor();
    await person.picture("inspection-findings");
    await person.page.locator("a.main-link").first().click();
    await person.shows("inspection");
    await person.by("accept").click();
    await person.page.getByText("已結").first().waitFor();
    await person.by("tab-audit").click();
    await person.page.getByText("缺失已結").first().waitFor();
    await person.open(`/cases/${sale.id}`, "case");
    await person.by("inspections-beside").getByText(department.people.lead_a1.name).waitFor();
    await person.settled();
    await person.picture("case-inspections");
  });
});
