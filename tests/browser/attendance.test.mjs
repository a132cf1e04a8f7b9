// Clocking in, putting a day right, the team, and the month's statement with an objection.

import { test } from "node:test";

import { assert, day, department, expecting, office, shifted } from "./office.mjs";

const { api, as } = office({ grant: false, prepare });

async function prepare(api) {
  const shift = await api("manager", "POST", "/shifts", { name: "日班", kind: "fixed", starts: "09:00", ends: "18:00", break_minutes: 60 });
  const week = [0, 1, 2, 3, 4].map(() => shift.id).concat([null, null]);
  await api("manager", "POST", "/schedules", { name: "週一至週五", week, is_default: true });
}

/** The last working day that is over at any hour of today: until the morning yesterday may still go on. */
function workday() {
  for (let back = 2; ; back += 1) {
    const at = new Date(`${day(-back)}T12:00:00Z`).getUTCDay();
    if (at !== 0 && at !== 6) return day(-back);
  }
}

const punches = (number, date, times) =>
  api("manager", "POST", "/clock-punches", { punches: times.map((time) => ({ employee_number: number, at: new Date(`${date}T${time}:00+08:00`).toISOString() })) });

test("a member clocks in on the phone and sees what the server confirmed", async () => {
  await as("member_a1", { width: 360, height: 780 }, async (person) => {
    await person.open("/attendance", "attendance");
    const box = await person.by("clock").boundingBox();
    assert(box.height >= 48 && box.width >= 48, "the button is large enough for a thumb");
    await person.by("clock").click();
    await person.by("clocked").waitFor();
    assert.match(await person.by("clocked").textContent(), /\d\d:\d\d/);
    await person.settled();
    await person.picture("clocked");
  });
  const today = await api("member_a1", "GET", "/punches");
  assert.equal(today.data.length, 1);
});

test("a correction starts from the day that is wrong and goes through approval", async () => {
  const date = workday();
  await punches("E112", date, ["09:00"]);
  await as("member_a1b", {}, async (person) => {
    await person.open(`/attendance?month=${date.slice(0, 7)}`, "attendance");
    await person.picture("attendance");
    await person.by(`day-${date}`).click();
    await person.by("correct").click();
    await person.by("field-clock").fill("18:05");
    await person.by("field-reason").fill("拜訪客戶，忘記打卡");
    await person.picture("correct");
    await person.by("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.open("/attendance/corrections", "corrections");
    await person.page.locator("a.main-link").first().click();
    await person.shows("correction");
    await person.by("see-approval").click();
    await person.shows("approval");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/approvals", "approvals");
    await person.by("approval-row").locator("a.main-link").first().click();
    await person.shows("approval");
    await person.by("act-approve").click();
    await person.by("submit").click();
    await person.by("act-approve").waitFor({ state: "detached" });
  });
  const days = await api("member_a1b", "GET", `/attendance-days?employee_id=${department.people.member_a1b.id}&from=${date}&to=${date}`);
  assert.equal(days.data[0].status, "present");
  assert.equal(days.data[0].corrected, true);
});

test("the end of a night's shift is put right on the morning after, and belongs to the evening before", async () => {
  const night = await api("manager", "POST", "/shifts", { name: "大夜班", kind: "fixed", starts: "22:00", ends: "06:00", ends_next_day: true, break_minutes: 0 });
  const week = Array(7).fill(night.id);
  const schedule = await api("manager", "POST", "/schedules", { name: "大夜週", week, follows_calendar: false });
  await api("manager", "POST", "/schedule-assignments", { schedule_id: schedule.id, employee_ids: [department.people.member_b1.id], starts_on: day(-9) });
  const date = day(-3);
  await punches("E211", date, ["21:58"]);
  await as("member_b1", {}, async (person) => {
    await person.open(`/attendance?month=${date.slice(0, 7)}`, "attendance");
    await person.by(`day-${date}`).click();
    await person.by("correct").click();
    assert.equal(await person.by("field-clock").inputValue(), "06:00", "what is missing is the end");
    await person.by("field-clock").fill("06:10");
    await person.by("field-reason").fill("下班時打卡機故障");
    await person.picture("correct-overnight");
    await person.by("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
  });
  const [asked] = (await api("member_b1", "GET", "/corrections")).data;
  assert.equal(asked.date, date);
  assert.equal(Date.parse(asked.at), Date.parse(`${shifted(date, 1)}T06:10:00+08:00`));
  const approval = await api("lead_b1", "GET", `/approvals/${asked.approval_id}`);
  await api("lead_b1", "POST", `/approvals/${asked.approval_id}/decisions`, { decision: "approve" }, { "if-match": `"${approval.version}"` });
  const days = await api("member_b1", "GET", `/attendance-days?employee_id=${department.people.member_b1.id}&from=${date}&to=${date}`);
  assert.equal(days.data[0].status, "present");
});

test("a lead sees the team today and the days that need a look", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/attendance/board", "attendance-board");
    await person.by("board").waitFor();
    assert.match(await person.by("board").textContent(), /林淑芬/);
    await person.picture("board");
    await person.open("/attendance/days?abnormal=true", "attendance-days");
    await person.picture("days");
  });
});

test("a shift and a schedule are made and given to people", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/shifts", "shifts");
    await person.by("new-shift").first().click();
    await person.by("field-name").fill("晚班");
    await person.by("field-starts").fill("22:00");
    await person.by("field-ends").fill("06:00");
    await person.by("field-ends_next_day").check();
    await person.by("submit").click();
    await person.page.locator('[data-testid="list"]', { hasText: "晚班" }).waitFor();
    await person.open("/schedules", "schedules");
    await person.by("new-schedule").first().click();
    await person.by("field-name").fill("晚班週");
    for (let at = 0; at < 5; at += 1) await person.by(`week-${at}`).selectOption({ label: "晚班" });
    await person.by("submit").click();
    await person.page.getByRole("heading", { name: "晚班週" }).waitFor();
    await person.picture("schedules");
    await person.by("assign-schedule").click();
    await person.by("field-employee_ids").fill("賴冠廷");
    await person.page.locator('[role="option"]', { hasText: "賴冠廷" }).waitFor();
    await person.page.keyboard.press("Enter");
    await person.by("field-schedule_id").selectOption({ label: "晚班週" });
    await person.by("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.open("/schedules?tab=people", "schedules");
    await person.page.locator('[data-testid="list"]', { hasText: "賴冠廷" }).waitFor();
  });
});

test("the month's statement is drafted, published, objected to and answered", async () => {
  const first = `${day(0).slice(0, 7)}-01`;
  const month = shifted(first, -1).slice(0, 7);
  await as("manager", {}, async (person) => {
    await person.open("/attendance/statements", "statements");
    await person.by("draft-statement").first().click();
    await person.by("field-month").fill(month);
    await person.by("submit").click();
    await person.by("job").getByText("完成").waitFor();
    await person.page.keyboard.press("Escape");
    await person.page.locator("a.main-link").first().click();
    await person.shows("statement");
    await person.by("publish").click();
    await person.by("submit").click();
    await person.by("finalize").waitFor();
    await person.settled();
    await person.picture("statement");
    await person.page.emulateMedia({ media: "print" });
    await person.picture("statement-print");
    await person.page.emulateMedia({ media: "screen" });
  });
  const [statement] = (await api("manager", "GET", "/attendance-statements")).data;
  await as("member_a1", {}, async (person) => {
    await person.open(`/attendance/statements/${statement.id}`, "statement");
    await person.by("my-line").waitFor();
    await person.by("object").click();
    await person.by("field-text").fill("五日有打卡，機器沒有記錄");
    await person.by("submit").click();
    await person.page.getByText("五日有打卡").first().waitFor();
    await person.picture("my-line");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/attendance/statements/${statement.id}?tab=objections`, "statement");
    await person.by("answer").click();
    await person.by("accept-false").check();
    await person.by("field-answer").fill("監視畫面顯示當日未到");
    await person.by("submit").click();
    await person.page.getByText("監視畫面顯示當日未到").first().waitFor();
    await person.picture("objections");
  });
  await as("manager", {}, async (person) => {
    await person.open(`/attendance/statements/${statement.id}`, "statement");
    await person.by("finalize").click();
    await person.by("confirm-yes").click();
    await person.page.getByRole("status").first().waitFor();
    await person.page.getByText("異議", { exact: false }).first().waitFor();
    expecting(person, 409);
  });
});
