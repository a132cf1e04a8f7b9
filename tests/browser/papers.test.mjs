// What comes in on paper: the company's decision, a certificate, calendars and punches from files.

import { readFileSync } from "node:fs";
import { test } from "node:test";

import { assert, day, department, expecting, monday, office, shifted } from "./office.mjs";

const { api, as, ask } = office();

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
const picture = (name) => ({ name, mimeType: "image/png", buffer: PNG });
const text = (name, lines, mimeType = "text/csv") => ({ name, mimeType, buffer: Buffer.from(`${lines.join("\r\n")}\r\n`) });

/** The file as it arrives on the disk of whoever asked for it. */
async function downloaded(person, button) {
  const [download] = await Promise.all([person.page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("the company's decision on the manager's leave is recorded with its document", async () => {
  const start = monday(14);
  const asked = await ask("manager", "personal", start, start);
  await as("deputy_a", {}, async (person) => {
    await person.open("/approvals", "approvals");
    await person.page.locator(`a[href="/approvals/${asked.approval_id}"]`).click();
    await person.shows("approval");
    assert.equal(await person.by("act-approve").count(), 0, "nobody here decides for the company");
    await person.by("act-company-decide").click();
    await person.inDialog("field-decision").selectOption("approve");
    await person.inDialog("field-decided_on").fill(day(0));
    await person.inDialog("submit").click();
    await person.inDialog("form-errors").waitFor();
    assert.equal(await person.inDialog("field-document_id").getAttribute("aria-invalid"), "true", "not without the document");
    await person.page.keyboard.press("Escape");
    await person.by("file-input").setInputFiles(picture("總公司核定.png"));
    await person.page.locator("#files li", { hasText: "總公司核定.png" }).waitFor();
    await person.settled();
    await person.by("act-company-decide").click();
    await person.inDialog("field-document_id").selectOption({ label: "總公司核定.png" });
    await person.inDialog("submit").click();
    await person.by("act-company-decide").waitFor({ state: "detached" });
    await person.settled();
    await person.picture("company-decided");
    const line = person.page.locator(".happened li", { hasText: "登錄公司決定" });
    assert.match(await line.textContent(), /吳怡君/, "who recorded it");
    const file = await downloaded(person, line.getByRole("button"));
    assert.deepEqual(file.bytes, PNG, "the timeline leads to the document");
    expecting(person, 422);
  });
  const now = await api("manager", "GET", `/approvals/${asked.approval_id}`);
  assert.equal(now.state, "approved");
  const decided = now.detail.timeline.find((one) => one.event === "company_decided");
  assert.equal(decided.decided_on, day(0));
  assert(decided.document_id, "the decision names its document");
});

test("a certificate is handed in on the leave's page, and the lead reads it before approving", async () => {
  const start = monday(14);
  const asked = await ask("member_a1", "sick", start, shifted(start, 2));
  await as("lead_a1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    await person.by("act-approve").click();
    await person.by("submit").click();
    await person.by("form-errors").or(person.page.getByRole("alert")).first().waitFor();
    assert.match(await person.says(), /證明/, "what is missing is said");
    expecting(person, 409);
  });
  assert.equal((await api("lead_a1", "GET", `/approvals/${asked.approval_id}`)).state, "open");
  await as("member_a1", {}, async (person) => {
    await person.open(`/leave/${asked.id}`, "leave-request");
    await person.by("file-input").setInputFiles(picture("診斷書.png"));
    await person.page.locator("li", { hasText: "診斷書.png" }).waitFor();
    await person.settled();
    await person.picture("certificate");
    // What is no picture and no document isn't taken, whatever it is called.
    await person.by("file-input").setInputFiles({ name: "假的.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=1>") });
    await person.page.locator(".toast.bad").waitFor();
    assert.equal(await person.page.locator("li", { hasText: "假的.png" }).count(), 0);
    expecting(person, 415);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/approvals/${asked.approval_id}`, "approval");
    const row = person.page.locator("#files li", { hasText: "診斷書.png" });
    assert.match(await row.textContent(), /林淑芬/, "whose file it is");
    const file = await downloaded(person, row.getByRole("button"));
    assert.equal(file.name, "診斷書.png");
    assert.deepEqual(file.bytes, PNG);
    await person.by("act-approve").click();
    await person.by("submit").click();
    await person.by("act-approve").waitFor({ state: "detached" });
  });
  assert.equal((await api("lead_a1", "GET", `/approvals/${asked.approval_id}`)).state, "approved");
});

const year = Number(day(0).slice(0, 4)) + 1;
const named = async (name) => (await api("manager", "GET", `/calendar-days?from=${year}-01-01&to=${year}-12-31&limit=200`)).data.filter((one) => one.name === name);

test("a calendar comes from a CSV file, checked before anything is written", async () => {
  await as("manager", {}, async (person) => {
    await person.open(`/calendar?year=${year}`, "calendar");
    await person.by("import-calendar").click();
    await person.inDialog("file-input").setInputFiles(text("bad.csv", ["date,kind,name", `${year}-03-03,holiday,校慶`, "someday,holiday,不詳"]));
    await person.inDialog("job").getByText("完成").waitFor();
    await person.page.getByRole("dialog").locator("li", { hasText: "someday" }).or(person.page.getByRole("dialog").locator("li", { hasText: "date" })).first().waitFor();
    assert.equal((await named("校慶")).length, 0, "checking writes nothing");
    await person.inDialog("file-input").setInputFiles(text("calendar.csv", ["date,kind,name", `${year}-03-03,holiday,校慶`, `${year}-03-06,workday,補班日`]));
    await person.inDialog("job").getByText("完成").waitFor();
    await person.settled();
    assert.equal((await named("校慶")).length, 0, "still only checked");
    await person.inDialog("import-run").click();
    await person.page.locator("main").getByText("校慶").first().waitFor({ state: "attached" });
    await person.settled();
    await person.picture("calendar-imported");
  });
  const [holiday] = await named("校慶");
  assert.equal(`${holiday.date} ${holiday.kind}`, `${year}-03-03 holiday`);
  assert.equal((await named("補班日"))[0].kind, "workday");
});

test("a calendar comes from an iCalendar file", async () => {
  const event = (date, name) => ["BEGIN:VEVENT", `UID:${date}@example.com`, `DTSTAMP:${year}0101T000000Z`, `DTSTART;VALUE=DATE:${year}${date}`, `SUMMARY:${name}`, "END:VEVENT"];
  const file = text("official.ics", ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//calendar//EN", ...event("0707", "合作社節"), "END:VCALENDAR"], "text/calendar");
  await as("manager", {}, async (person) => {
    await person.open(`/calendar?year=${year}`, "calendar");
    await person.by("import-calendar").click();
    await person.inDialog("file-input").setInputFiles(file);
    await person.inDialog("job").getByText("完成").waitFor();
    await person.settled();
    await person.inDialog("import-run").click();
    await person.page.locator("main").getByText("合作社節").first().waitFor({ state: "attached" });
  });
  assert.equal((await named("合作社節"))[0].date, `${year}-07-07`);
});

test("punches of a clock without a line come from a CSV file", async () => {
  const date = day(-1);
  const rows = (number) => ["employee_number,at,kind,external_id", `${number},${date} 08:55,in,c-1`, `${number},${date} 18:02,out,c-2`];
  const taken = async () => (await api("member_a2", "GET", "/punches")).data;
  await as("manager", {}, async (person) => {
    await person.open("/attendance/days", "attendance-days");
    await person.by("import-punches").click();
    await person.inDialog("file-input").setInputFiles(text("bad.csv", rows("NOBODY")));
    await person.inDialog("job").getByText("完成").waitFor();
    await person.page.getByRole("dialog").locator("li", { hasText: "NOBODY" }).first().waitFor();
    await person.inDialog("file-input").setInputFiles(text("punches.csv", rows("E121")));
    await person.inDialog("job").getByText("完成").waitFor();
    await person.settled();
    assert.equal((await taken()).length, 0, "checking writes nothing");
    await person.inDialog("import-run").click();
    await person.page.waitForFunction(() => /完成/.test(document.querySelector("dialog[open] .job").textContent) && !/僅檢查/.test(document.querySelector("dialog[open] .job").textContent));
    await person.settled();
    await person.picture("punches-imported");
  });
  const [out, came] = await taken();
  assert.equal(came.at, new Date(`${date}T08:55:00+08:00`).toISOString().replace(".000", ""));
  assert.deepEqual([came.kind, out.kind, came.source], ["in", "out", "import"]);
  await as("lead_a2", {}, async (person) => {
    await person.open("/attendance/days", "attendance-days");
    assert.equal(await person.by("import-punches").count(), 0, "only whoever may record them imports punches");
    assert(department);
  });
});
