// A request from the phone call to the customer's word on it: opened from the customer's page, begun, answered, closed, rated; a complaint
// about a member goes to their lead; the manager keeps the categories.

import { test } from "node:test";

import { assert, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

async function category(key) {
  return (await api("manager", "GET", "/service-categories")).data.find((one) => one.key === key);
}

async function asked(who, customer, key, description) {
  return api(who, "POST", "/service-requests", { customer_id: customer, category_id: (await category(key)).id, channel: "phone", description });
}

test("a member opens a request on the customer's page, answers, closes and records what the customer thought", async () => {
  const customer = await api("member_a1", "POST", "/customers", { name: "王美玲", occupation: "國小教師" });
  await as("member_a1", {}, async (person) => {
    await person.open(`/customers/${customer.id}?tab=services`, "customer");
    await person.page.getByText("還沒有服務件").waitFor();
    await person.by("new-service").click();
    await person.shows("new-service");
    await person.page.getByText("王美玲").first().waitFor();
    await person.by("field-category_id").selectOption((await category("policy_change")).id);
    await person.by("field-description").fill("想把受益人改成先生和女兒各一半");
    await person.picture("new-service");
    await person.by("submit").click();
    await person.shows("service");
    await person.by("act-start").click();
    await person.by("steps").getByText("處理中").waitFor();
    await person.by("act-answer").click();
    await person.inDialog("submit").click();
    await person.page.locator("dialog").getByText("給客戶的答覆").first().waitFor();
    await person.inDialog("field-answer").fill("變更申請書已簽回，批單三天內寄到");
    await person.picture("answer");
    await person.inDialog("submit").click();
    await person.by("answer").getByText("批單三天內寄到").waitFor();
    await person.by("act-close").click();
    await person.inDialog("field-note").fill("客戶確認收到批單");
    await person.inDialog("submit").click();
    await person.by("act-rate").click();
    await person.inDialog("score-5").check();
    await person.inDialog("field-comment").fill("處理得很快");
    await person.picture("rate");
    await person.inDialog("submit").click();
    await person.by("steps").getByText("5 / 5").waitFor();
    assert.equal(await person.by("act-rate").count(), 0);
    await person.settled();
    await person.picture("service");
    await person.by("service-more").click();
    await person.by("act-reopen").click();
    await person.inDialog("field-reason").fill("批單上的姓名有誤");
    await person.inDialog("submit").click();
    await person.page.getByText("重新處理 1 次").waitFor();
    await person.open(`/customers/${customer.id}?tab=services`, "customer");
    await person.page.getByText("保單變更").first().waitFor();
    await person.picture("customer");
  });
});

test("a complaint about a member is their lead's, who hands it over; the list begins with what has waited longest", async () => {
  const customer = await api("member_a1", "POST", "/customers", { name: "陳志明" });
  const first = await asked("member_a1", customer.id, "certificate", "報稅需要去年的保費繳納證明");
  await asked("member_a1", customer.id, "claim_help", "住院五天，問需要哪些文件");
  await as("lead_a1", {}, async (person) => {
    await person.open("/services/new", "new-service");
    await person.by("find-customer").fill("陳志明");
    await person.by("customer-choice").first().check();
    await person.page.getByRole("button", { name: "申訴", exact: true }).click();
    await person.by("field-category_id").selectOption((await category("conduct")).id);
    await person.by("field-description").fill("約好的時間遲到一小時");
    const about = person.by("field-complained_about_id");
    await about.fill(department.people.member_a1.number);
    await person.page.locator('[role="option"]', { hasText: department.people.member_a1.name }).click();
    await person.picture("new-complaint");
    await person.by("submit").click();
    await person.shows("service");
    await person.page.getByText(department.people.lead_a1.name).first().waitFor();
    await person.by("service-more").click();
    await person.by("act-transfer").waitFor();
    await person.picture("complaint");
    await person.page.keyboard.press("Escape");
    await person.open("/services", "services");
    await person.settled();
    const rows = await person.page.locator(".main-link").allTextContents();
    const at = (text) => rows.findIndex((row) => row.includes(text));
    assert(at("理賠協助") >= 0 && at("理賠協助") < at(`#${first.number}`), rows.join("\n"));
    await person.picture("list");
    await person.open("/services?view=figures", "services");
    await person.by("service-tables").waitFor();
    await person.picture("figures");
  });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/services", "services");
    await person.settled();
    assert.equal(await person.page.locator(".main-link").filter({ hasText: "服務態度" }).count(), 0, "what is about them isn't theirs to see");
    await person.picture("list-phone");
  });
});

test("the manager changes a category and adds one", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/service-categories", "service-categories");
    await person.by("edit-policy_change").click();
    await person.inDialog("field-deadline_days").fill("4");
    await person.picture("category");
    await person.inDialog("submit").click();
    await person.page.getByText("4 個工作日").first().waitFor();
    await person.by("new-category").click();
    await person.inDialog("field-key").fill("data_request");
    await person.inDialog("field-names/zh_hant").fill("個資查詢");
    await person.inDialog("field-names/zh_hans").fill("个人信息查询");
    await person.inDialog("field-names/en").fill("Personal data request");
    await person.inDialog("submit").click();
    await person.page.getByText("個資查詢").waitFor();
    await person.settled();
    await person.picture("categories");
  });
});
