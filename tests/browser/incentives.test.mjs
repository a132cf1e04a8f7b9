// Incentives: the manager makes a rule, a lead looks over what it came to and puts it forward, it is approved, a member sees the award.

import { test } from "node:test";

import { assert, day, department, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

/** First day of the month so many back. */
function month(back) {
  const months = Number(day(0).slice(0, 4)) * 12 + Number(day(0).slice(5, 7)) - 1 - back;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01`;
}

let proposal;

test("the manager makes a rule with tiers; what is over comes to a proposal by itself", async () => {
  const { data } = await api("manager", "GET", "/indicators");
  const premium = data.find((one) => one.code === "premium_income").id;
  for (const [number, amount] of [["E111", 120000000], ["L011", 90000000]]) {
    await api("manager", "POST", "/target-actuals", { source: "core", external_id: number, indicator: "premium_income", employee_number: number, on_date: month(2), amount });
  }
  const draft = await api("manager", "POST", "/targets", { indicator_id: premium, period: "month", starts_on: month(2), amount: 900000000, split: "equal" });
  await api("manager", "POST", `/targets/${draft.id}/publications`, {}, { "if-match": `"${draft.version}"` });
  await as("manager", {}, async (person) => {
    await person.open("/incentives?tab=rules", "incentives");
    await person.picture("incentive-rules-empty");
    await person.by("new-rule").click();
    await person.inDialog("field-names/zh_hant").fill("月保費達成獎金");
    await person.inDialog("field-names/zh_hans").fill("月保费达成奖金");
    await person.inDialog("field-names/en").fill("Monthly premium bonus");
    await person.inDialog("field-indicator_id").selectOption({ label: "保費收入" });
    await person.inDialog("field-starts_on").fill(month(2));
    await person.inDialog("field-cap").fill("50000");
    await person.inDialog("tier-from").first().fill("100");
    await person.inDialog("tier-amount").first().fill("abc");
    await person.inDialog("submit").click();
    await person.page.getByText("級距請填數字").first().waitFor();
    await person.inDialog("tier-amount").first().fill("5,000");
    await person.inDialog("add-tier").click();
    await person.inDialog("tier-from").nth(1).fill("150");
    await person.inDialog("tier-amount").nth(1).fill("8000");
    await person.inDialog("tier-more").nth(1).fill("0.5");
    await person.picture("incentive-rule-new");
    await person.inDialog("submit").click();
    await person.by("rules").getByText("月保費達成獎金").waitFor();
    await person.by("rules").getByText(/達 150%: TWD 8,000 \+ 實績的 0\.5%/).waitFor();
    await person.settled();
    await person.picture("incentive-rules");
  });
  proposal = await until("the proposal", async () => {
    const { data: found } = await api("lead_a1", "GET", "/incentive-proposals");
    return found[0];
  });
});

test("a lead leaves somebody out with a reason, takes them in again, and puts it forward", async () => {
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/激勵提案待提報/).first().click();
    await person.shows("incentives");
    await person.page.locator("a.main-link").first().waitFor();
    await person.settled();
    await person.picture("incentives-phone");
    await person.page.locator("a.main-link").first().click();
    await person.shows("incentive");
    const name = department.people.member_a1.name;
    assert.equal(await person.by(`leave-out-${department.people.lead_a1.name}`).count(), 0, "not oneself");
    await person.by(`leave-out-${name}`).click();
    await person.inDialog("field-reason").fill("一件大單於猶豫期內撤銷");
    await person.inDialog("submit").click();
    await person.by("lines").getByText(/猶豫期/).waitFor();
    await person.settled();
    await person.picture("incentive-left-out-phone");
    await person.page.getByRole("button", { name: `恢復 ${name}` }).click();
    await person.by(`leave-out-${name}`).waitFor();
    await person.by("put-forward").click();
    await person.by("confirm-yes").click();
    await person.page.getByText("簽核中").first().waitFor();
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.picture("incentive-submitted-phone");
  });
});

test("the deputy and the manager approve it with the figures beside it; the member sees the award", async () => {
  const { approval_id } = await api("manager", "GET", `/incentive-proposals/${proposal.id}`);
  await as("deputy_a", {}, async (person) => {
    await person.open(`/approvals/${approval_id}`, "approval");
    await person.page.getByText("獲獎人數").waitFor();
    await person.settled();
    await person.picture("incentive-approval");
    await person.open(`/incentives/${proposal.id}`, "incentive");
    await person.by("lines").waitFor();
    await person.settled();
    await person.picture("incentive");
  });
  for (const who of ["deputy_a", "manager"]) {
    const { version } = await api(who, "GET", `/approvals/${approval_id}`);
    await api(who, "POST", `/approvals/${approval_id}/decisions`, { decision: "approve" }, { "if-match": `"${version}"` });
  }
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/incentives", "incentives");
    await person.page.getByText(/TWD 1[34],000/).first().waitFor();
    assert.equal(await person.by("tab-proposals").count(), 0);
    await person.picture("incentive-awards-phone");
    await person.by("tab-rules").click();
    await person.by("rules").waitFor();
    assert.equal(await person.by("new-rule").count(), 0);
    await person.picture("incentive-rules-phone");
  });
  await as("manager", { theme: "dark", locale: "en" }, async (person) => {
    await person.open("/incentives?tab=awards", "incentives");
    await person.page.getByText(/Monthly premium bonus/).first().waitFor();
    await person.settled();
    await person.picture("incentive-awards-dark");
  });
});
