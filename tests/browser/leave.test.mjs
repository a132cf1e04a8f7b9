// Leave from asking to the balance, who is away, and what stands behind it.

import { test } from "node:test";

import { assert, day, department, expecting, monday, office, shifted } from "./office.mjs";

const { api, as, ask, leaveType } = office();

/** Days of annual leave left in the year of that date. */
const remaining = async (who, date) => {
  const balances = await api(who, "GET", `/employees/${department.people[who].id}/leave-balances?year=${date.slice(0, 4)}`);
  return balances.data.find((one) => one.leave_type.code === "annual").remaining;
};

test("a member asks for leave, the lead approves, and the balance moves", async () => {
  const start = monday(10);
  const before = await remaining("member_a1", start);
  let approval;
  await as("member_a1", {}, async (person) => {
    await person.open("/leave", "leave");
    await person.by("balance-annual").waitFor();
    await person.picture("leave");
    await person.by("ask-leave").first().click();
    await person.shows("new-leave");
    await person.by("field-leave_type_id").selectOption(await leaveType("annual"));
    await person.by("field-starts_on").fill(start);
    await person.by("field-ends_on").fill(shifted(start, 1));
    await person.by("quote-days").waitFor();
    await person.settled();
    assert.match(await person.by("quote-days").textContent(), /2/, "two days are counted");
    assert.equal(Number(await person.by("quote-after").textContent()), before - 2);
    await person.by("field-stand_in_id").fill("蔡志明");
    await person.page.locator('[role="option"]', { hasText: "蔡志明" }).waitFor();
    await person.page.keyboard.press("Enter");
    await person.by("field-reason").fill("家庭旅行");
    await person.picture("new-leave");
    await person.by("submit").click();
    await person.shows("leave-request");
    await person.by("see-approval").click();
    await person.shows("approval");
    approval = new URL(person.page.url()).pathname;
    assert.equal(await person.by("act-approve").count(), 0, "nobody decides their own matter");
    await person.by("act-withdraw").waitFor();
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/approvals", "approvals");
    await person.page.locator(`a[href="${approval}"]`).click();
    await person.shows("approval");
    await person.picture("approval");
    await person.by("act-approve").click();
    await person.by("submit").click();
    await person.by("act-approve").waitFor({ state: "detached" });
    await person.settled();
    await person.picture("approval-decided");
    await person.open("/approvals?tab=handled", "approvals");
    await person.page.locator(`a[href="${approval}"]`).waitFor();
  });
  assert.equal(await remaining("member_a1", start), before - 2);
  await as("member_a1", {}, async (person) => {
    await person.open("/absences?month=" + start.slice(0, 7), "absences");
    await person.page.locator("table.who", { hasText: "林淑芬" }).waitFor();
    await person.picture("absences");
  });
});

test("a lead asks on somebody's behalf, whose balance it is, and doesn't decide it", async () => {
  const start = monday(13);
  const before = await remaining("member_a2b", start);
  await as("lead_a2", {}, async (person) => {
    await person.open("/leave/new", "new-leave");
    await person.choose("field-employee_id", "何文雄");
    await person.by("field-leave_type_id").selectOption(await leaveType("annual"));
    await person.by("field-starts_on").fill(start);
    await person.by("field-ends_on").fill(shifted(start, 2));
    await person.by("quote-days").waitFor();
    await person.settled();
    assert.equal(Number(await person.by("quote-after").textContent()), before - 3, "the figures are theirs");
    await person.picture("on-behalf");
    await person.by("submit").click();
    await person.shows("leave-request");
    await person.by("see-approval").click();
    await person.shows("approval");
    assert.equal(await person.by("act-approve").count(), 0, "whoever entered it doesn't decide it");
    assert.match(await person.page.locator("header.page-head").textContent(), /何文雄/);
  });
  assert.equal(await remaining("member_a2b", start), before - 3);
  const asked = (await api("member_a2b", "GET", "/approvals?box=mine")).data.find((one) => one.created_by.id === department.people.lead_a2.id);
  assert.equal(asked.applicant.id, department.people.member_a2b.id);
  assert.equal(asked.current_step.level, "deputy", "it has gone past whoever entered it");
});

test("a request that would be refused says so, with the clause, before it is sent", async () => {
  await as("member_a1b", {}, async (person) => {
    await person.open("/leave/new", "new-leave");
    await person.by("field-leave_type_id").selectOption(await leaveType("annual"));
    const start = monday(20);
    await person.by("field-starts_on").fill(start);
    await person.by("field-ends_on").fill(shifted(start, 100));
    await person.by("quote-refusal").first().waitFor();
    assert.match(await person.by("quote").textContent(), /4\.4\./, "the clause is cited");
    await person.picture("quote-refused");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    assert.equal(await person.by("field-starts_on").inputValue(), start, "nothing typed is lost");
    expecting(person, 409, 422);
  });
});

test("a returned request is changed and submitted again", async () => {
  const start = monday(34);
  const asked = await ask("member_a2", "annual", start, start);
  const approval = await api("lead_a2", "GET", `/approvals/${asked.approval_id}`);
  await api("lead_a2", "POST", `/approvals/${asked.approval_id}/decisions`, { decision: "return", comment: "請改到週二" }, { "if-match": `"${approval.version}"` });
  await as("member_a2", {}, async (person) => {
    await person.open(`/leave/${asked.id}`, "leave-request");
    await person.by("edit-returned").waitFor();
    await person.by("field-starts_on").fill(shifted(start, 1));
    await person.by("field-ends_on").fill(shifted(start, 1));
    await person.settled();
    await person.picture("leave-returned");
    await person.by("submit").click();
    await person.by("edit-returned").waitFor({ state: "detached" });
  });
  const again = await api("lead_a2", "GET", `/approvals/${asked.approval_id}`);
  assert.equal(again.round, 2);
  assert.equal(again.state, "open");
});

test("a leave is cut short and the rest is given back", async () => {
  const start = monday(48);
  const asked = await ask("member_b1", "annual", start, shifted(start, 2));
  const approval = await api("lead_b1", "GET", `/approvals/${asked.approval_id}`);
  await api("lead_b1", "POST", `/approvals/${asked.approval_id}/decisions`, { decision: "approve" }, { "if-match": `"${approval.version}"` });
  const taken = await remaining("member_b1", start);
  await as("member_b1", {}, async (person) => {
    await person.open(`/leave/${asked.id}`, "leave-request");
    await person.by("early-return").click();
    await person.by("field-resumes_on").fill(shifted(start, 1));
    await person.by("submit").click();
    await person.by("early-return").waitFor({ state: "detached" });
  });
  assert.equal(await remaining("member_b1", start), taken + 2);
});

test("the manager keeps the holidays, enters into the ledger and grants a year", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/calendar", "calendar");
    await person.by("new-day").click();
    await person.by("field-date").fill(`${day(0).slice(0, 4)}-12-25`);
    await person.by("field-name").fill("部門日");
    await person.by("submit").click();
    await person.page.getByText("部門日").first().waitFor();
    await person.picture("calendar");
    await person.open("/leave-entries", "leave-entries");
    await person.by("new-entry").click();
    await person.by("field-employee_id").fill("林淑芬");
    await person.page.locator('[role="option"]', { hasText: "林淑芬" }).waitFor();
    await person.page.keyboard.press("Enter");
    await person.by("field-leave_type_id").selectOption(await leaveType("annual"));
    await person.by("field-days").fill("0.5");
    await person.by("field-note").fill("補發半天");
    await person.by("submit").click();
    await person.page.locator('[data-testid="list"]', { hasText: "補發半天" }).waitFor();
    await person.by("ledger-menu").click();
    await person.by("grant-year").click();
    await person.by("try").click();
    await person.by("job").getByText("完成").waitFor();
    await person.picture("grant");
  });
});

test("a calendar feed shows its address once and is revoked", async () => {
  await as("member_a1", {}, async (person) => {
    await person.open("/calendar-feeds", "calendar-feeds");
    await person.by("new-feed").first().click();
    await person.by("field-name").fill("手機行事曆");
    await person.by("submit").click();
    const address = await person.by("secret").textContent();
    assert.match(address, /\/api\/v1\/calendar\.ics\?/);
    assert.equal((await fetch(address)).status, 200, "the address works without signing in");
    await person.page.keyboard.press("Escape");
    await person.page.locator(".table .btn.danger").click();
    await person.by("confirm-yes").click();
    await person.page.locator(".table .btn.danger").waitFor({ state: "detached" });
    assert.notEqual((await fetch(address)).status, 200, "a revoked address is dead");
  });
});
