// The inbox at work: refusing with a reason, many at once, two at one time, standing in, and the flow as data.

import { test } from "node:test";

import { assert, day, department, expecting, monday, office, shifted, until } from "./office.mjs";

const { api, as, ask } = office();

test("refusing needs a reason, and the applicant reads it", async () => {
  const start = monday(14);
  const asked = await ask("member_a1", "personal", start, start);
  await as("lead_a1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    await person.by("act-refuse").click();
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    assert.equal(await person.by("field-comment").getAttribute("aria-invalid"), "true");
    await person.by("field-comment").fill("當天有季度會議");
    await person.by("submit").click();
    await person.by("act-refuse").waitFor({ state: "detached" });
  });
  await as("member_a1", {}, async (person) => {
    await person.open("/approvals?tab=mine", "approvals");
    await person.by("approval-row").first().locator("a.main-link").click();
    await person.shows("approval");
    await person.page.getByText("當天有季度會議").first().waitFor();
  });
});

test("several are approved at once, each reported on its own", async () => {
  const start = monday(21);
  for (const [who, plus] of [["member_a2", 0], ["member_a2b", 1], ["member_a2", 2]]) {
    await ask(who, "personal", shifted(start, plus), shifted(start, plus));
  }
  await as("lead_a2", {}, async (person) => {
    await person.open("/approvals", "approvals");
    assert.equal(await person.by("approval-row").count(), 3);
    await person.picture("inbox");
    await person.by("select-all").check();
    await person.picture("inbox-selected");
    await person.by("bulk-approve").click();
    await person.by("submit").click();
    await person.by("bulk-report").waitFor();
    assert.match(await person.by("bulk-report").textContent(), /3/);
    await person.picture("bulk-report");
    await person.page.keyboard.press("Escape");
    await person.by("approval-row").first().waitFor({ state: "detached" });
  });
});

test("of several at once, what was taken back meanwhile is told beside what was approved", async () => {
  const start = monday(49);
  const [goes, stays] = [await ask("member_a2", "personal", start, start), await ask("member_a2b", "personal", start, start)];
  await as("lead_a2", {}, async (person) => {
    await person.open("/approvals", "approvals");
    await person.page.locator(`a[href="/approvals/${stays.approval_id}"]`).waitFor();
    await api("member_a2", "POST", `/approvals/${goes.approval_id}/withdrawals`, {});
    await person.by("select-all").check();
    await person.by("bulk-approve").click();
    await person.by("submit").click();
    await person.by("bulk-report").waitFor();
    const line = (id) => person.by("bulk-report").locator("li", { has: person.page.locator(`a[href="/approvals/${id}"]`) });
    assert.match(await line(stays.approval_id).textContent(), /已同意/);
    assert.doesNotMatch(await line(goes.approval_id).textContent(), /已同意/);
    assert((await line(goes.approval_id).locator(".muted").textContent()).length > 3, "why not");
    await person.picture("bulk-report-mixed");
  });
  assert.equal((await api("lead_a2", "GET", `/approvals/${stays.approval_id}`)).state, "approved");
  assert.equal((await api("lead_a2", "GET", `/approvals/${goes.approval_id}`)).state, "withdrawn");
});

test("whoever comes second sees what has been decided meanwhile", async () => {
  const start = monday(28);
  const asked = await ask("member_b1", "personal", start, start);
  await as("lead_b1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    await person.by("act-approve").click();
    const now = await api("lead_b1", "GET", `/approvals/${asked.approval_id}`);
    await api("lead_b1", "POST", `/approvals/${asked.approval_id}/decisions`, { decision: "refuse", comment: "已由另一視窗處理" }, { "if-match": `"${now.version}"` });
    await person.by("submit").click();
    await person.page.getByText("已由另一視窗處理").first().waitFor();
    assert.equal(await person.by("act-approve").count(), 0);
    expecting(person, 409, 412);
  });
});

test("passing on, adding an approver, commenting and copying, as far as the server names the acts", async () => {
  const start = monday(35);
  const asked = await ask("member_a1b", "personal", start, start);
  await as("lead_a1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    await person.by("more-acts").click();
    await person.picture("approval-more");
    await person.by("act-comment").click();
    await person.by("field-text").fill("請補充職務交接");
    await person.by("submit").click();
    await person.page.getByText("請補充職務交接").waitFor();
    await person.by("more-acts").click();
    await person.by("act-transfer").click();
    await person.by("field-employee_id").fill("吳怡君");
    await person.page.locator('[role="option"]', { hasText: "吳怡君" }).waitFor();
    await person.page.keyboard.press("Enter");
    await person.by("submit").click();
    await person.by("act-approve").waitFor({ state: "detached" });
  });
  await as("deputy_a", {}, async (person) => {
    await person.open("/approvals", "approvals");
    await person.page.locator(`a[href="/approvals/${asked.approval_id}"]`).waitFor();
  });
});

test("Enter before the search has answered takes whoever was typed, never whoever was listed before", async () => {
  await as("lead_b1", {}, async (person) => {
    await person.open("/delegations", "delegations");
    await person.by("new-delegation").first().click();
    const field = person.by("field-delegate_id");
    await field.focus();
    await person.page.getByRole("dialog").locator('[role="option"]').nth(2).waitFor();
    let answer;
    const held = new Promise((go) => (answer = go));
    await person.page.route(/colleagues\?q=[^&]/, async (route) => {
      await held;
      await route.continue();
    });
    await field.fill("黃建宏");
    await person.page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "黃建宏", "nobody is chosen as yet");
    assert.equal(await person.page.getByRole("dialog").getByRole("listbox").getAttribute("aria-busy"), "true");
    answer();
    await until("whoever was typed", async () => /^黃建宏 · /.test(await field.inputValue()));
  });
});

test("a stand-in is named and decides instead", async () => {
  await as("lead_b1", {}, async (person) => {
    await person.open("/delegations", "delegations");
    await person.by("new-delegation").first().click();
    await person.by("field-delegate_id").fill("黃建宏");
    await person.page.locator('[role="option"]', { hasText: "黃建宏" }).waitFor();
    await person.page.keyboard.press("Enter");
    await person.by("field-ends_on").fill(day(3));
    await person.by("submit").click();
    await person.page.locator('[data-testid="list"]', { hasText: "黃建宏" }).waitFor();
    await person.picture("delegations");
  });
  const start = monday(42);
  const asked = await ask("member_b1b", "personal", start, start);
  await as("deputy_b", {}, async (person) => {
    await person.open("/approvals", "approvals");
    await person.page.locator(`a[href="/approvals/${asked.approval_id}"]`).click();
    await person.shows("approval");
    await person.by("act-approve").waitFor();
  });
  await as("lead_b1", {}, async (person) => {
    await person.open("/delegations", "delegations");
    await person.by("revoke").first().click();
    await person.by("confirm-yes").click();
    await person.by("revoke").waitFor({ state: "detached" });
  });
});

test("the manager changes a flow: adds a step, moves it by keyboard, publishes a version", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/approval-flows", "approval-flows");
    await person.open("/approval-flows/correction", "approval-flow");
    const steps = await person.page.locator(".flow-step").count();
    await person.by("add-step").click();
    await person.page.waitForFunction((n) => document.querySelectorAll(".flow-step").length === n, steps + 1);
    await person.by("step-name").last().fill("人事備查");
    await person.by("step-relation").last().focus();
    await person.page.keyboard.press("Alt+ArrowUp");
    await person.page.waitForFunction(() => [...document.querySelectorAll('[data-testid="step-name"]')].at(-1).value === "");
    await person.by("field-note").fill("加一關備查");
    await person.picture("flow");
    await person.by("submit").click();
    await person.page.getByRole("heading", { level: 1 }).getByText("第 2 版").waitFor();
    const flow = await api("manager", "GET", "/approval-flows/correction");
    assert.equal(flow.version, 2);
    assert.equal(flow.steps.length, steps + 1);
    assert(flow.steps.findIndex((one) => one.name === "人事備查") < flow.steps.length - 1);
  });
  await as("member_a1", {}, async (person) => {
    await person.open("/approval-flows/correction", "approval-flow");
    assert.equal(await person.by("add-step").count(), 0, "who may not change it only reads it");
    assert(department);
  });
});

test("a step that goes past somebody who is away is marked, and the timeline says where it went", async () => {
  const names = { zh_hant: "測試假", zh_hans: "测试假", en: "Test leave" };
  const type = await api("manager", "POST", "/leave-types", {
    code: "away", names, clause: "4.4.2", category: "leave", counts: "calendar_days", pay_percent: 100, allows_half_days: true, notice_days: 0,
    after_the_fact_days: 3, balance: "unlimited", entitlement: [], carry_over_months: 0,
  });
  const start = monday(56);
  const asked = await ask("member_b1", "personal", start, start);
  await as("member_b1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    assert.doesNotMatch(await person.page.locator(".step-list .now").textContent(), /已上升至/);
  });
  const away = await api("lead_b1", "POST", "/leave-requests", { leave_type_id: type.id, starts_on: day(-1), ends_on: day(1), reason: "家中有事" });
  const approval = await api("deputy_b", "GET", `/approvals/${away.approval_id}`);
  await api("deputy_b", "POST", `/approvals/${away.approval_id}/decisions`, { decision: "approve" }, { "if-match": `"${approval.version}"` });
  // A seat that changes hands anywhere makes the worker look at every open step now, not within the minute.
  const seats = await api("manager", "GET", `/role-assignments?employee_id=${department.people.lead_a2.id}&current=true`);
  await api("manager", "POST", `/role-assignments/${seats.data[0].id}/handovers`, { successor_id: department.people.member_a2b.id });
  await until("the step of somebody who is away", async () => {
    const now = await api("member_b1", "GET", `/approvals/${asked.approval_id}`);
    return now.current_step.level === "deputy";
  });
  await as("member_b1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    const step = await person.page.locator(".step-list .now").textContent();
    assert.match(step, /黃建宏/);
    assert.match(step, /已上升至/, "the mark of a step that went up");
    await person.page.locator(".happened li", { hasText: "改由 黃建宏 處理" }).waitFor();
    await person.picture("step-moved-up");
  });
});
