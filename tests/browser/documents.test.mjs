// Documents: the regulation begun from its built-in wording, worded, published, acknowledged from the phone; who hasn't is seen. Drills: planned,
// reported, who took part, what came of it and is done.

import { test } from "node:test";

import { assert, day, department, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

const words = (what) => ({ zh_hant: what, zh_hans: what, en: what });

let regulation;

test("the regulation is begun from its built-in wording, worded and published", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/documents", "documents");
    await person.by("new-document").first().click();
    await person.shows("new-document");
    await person.by("field-kind").selectOption("regulation");
    for (const name of ["zh_hant", "zh_hans", "en"]) await person.by(`field-title/${name}`).fill("職場管理制度");
    await person.picture("document-new");
    await person.by("submit").click();
    await person.shows("document");
    await person.by("write-document").click();
    await person.by("section-0").waitFor();
    await person.by("section-0").click();
    await person.inDialog("field-text/zh_hant").fill("適用於全體同事與所有工作場所。");
    await person.settled();
    await person.picture("document-section");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.by("publish").click();
    await person.by("confirm-yes").click();
    await person.by("document-text").getByText("適用於全體同事").waitFor();
    await person.by("shares").waitFor();
    await person.settled();
    await person.picture("document");
  });
  [regulation] = (await api("manager", "GET", "/documents")).data;
  assert.equal(regulation.current.number, 1);
});

test("everybody finds it in my day and acknowledges it from the phone", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator(`a[href="/documents/${regulation.id}"]`).first().click();
    await person.shows("document");
    assert.equal(await person.by("write-document").count(), 0);
    await person.by("acknowledge").click();
    await person.by("document-text").getByText("已簽認").first().waitFor();
    await person.settled();
    await person.picture("document-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.open("/", "my-day");
    assert.equal(await person.page.locator(`a[href="/documents/${regulation.id}"]`).count(), 0);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/documents/${regulation.id}`, "document");
    await person.by("shares").getByText("1 / 3").waitFor();
    assert.equal(await person.by("gaps").locator("li").count(), 2);
  });
});

test("the board says what serves a clause, and how the regulation words it", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/compliance", "compliance");
    await person.by("serves-1.2").click();
    await person.by("serves").getByText("適用於全體同事").waitFor();
    await person.settled();
    await person.picture("clause-serves");
  });
});

let drill;

test("a drill is planned, reported by whoever leads it, and what came of it is written down", async () => {
  const plan = await api("manager", "POST", "/documents", { kind: "emergency_plan", field: "workplace", title: words("火災應變計畫"), drill_months: 6 });
  const sections = [{ clause: "3.3.5", heading: words("疏散"), text: words("- 走安全梯") }];
  const draft = await api("manager", "POST", "/document-versions", { document_id: plan.id, sections });
  await api("manager", "POST", `/document-versions/${draft.id}/publications`, undefined, { "if-match": `"${draft.version}"` });
  await as("manager", {}, async (person) => {
    await person.open("/drills", "drills");
    await person.by("new-drill").first().click();
    await person.shows("new-drill");
    await person.by("field-document_id").selectOption({ label: "火災應變計畫" });
    await person.choose("field-leader_id", "李佳玲");
    await person.by("field-planned_on").fill(day(0));
    await person.by("field-scenario").fill("茶水間起火");
    await person.picture("drill-new");
    await person.by("submit").click();
    await person.shows("drill");
  });
  [drill] = (await api("manager", "GET", "/drills")).data;
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator(`a[href="/drills/${drill.id}"]`).first().click();
    await person.shows("drill");
    assert.equal(await person.by("edit").count(), 0);
    await person.by("report").click();
    await person.inDialog("field-minutes").fill("4");
    await person.inDialog("field-summary").fill("四分鐘內全員到達");
    await person.inDialog("submit").click();
    await person.by("note-attendance").waitFor();
    await person.by("person-E111").uncheck();
    await person.by("note-attendance").click();
    await person.page.locator(".badge", { hasText: "缺席" }).first().waitFor();
    await person.settled();
    await person.picture("drill-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
  const noted = await api("manager", "GET", `/drills/${drill.id}`);
  assert.deepEqual([noted.state, noted.noted, noted.attended], ["held", 3, 2]);
  await as("manager", {}, async (person) => {
    await person.open(`/drills/${drill.id}`, "drill");
    await person.by("add-action").click();
    await person.inDialog("field-text").fill("安全梯照明更換");
    await person.choose("field-responsible_id", "林淑芬");
    await person.inDialog("field-due_on").fill(day(7));
    await person.inDialog("submit").click();
    await person.by("actions").getByText("安全梯照明更換").waitFor();
    await person.settled();
    await person.picture("drill");
  });
});

test("whoever is responsible does it, and says what was done", async () => {
  const [item] = (await api("manager", "GET", "/action-items")).data;
  assert.equal(item.responsible.id, department.people.member_a1.id);
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator(`a[href="/action-items/${item.id}"]`).first().click();
    await person.shows("action-item");
    assert.equal(await person.by("drop").count(), 0);
    await person.by("complete").click();
    await person.inDialog("field-outcome").fill("已更換兩組");
    await person.inDialog("submit").click();
    await person.page.getByText("已更換兩組").first().waitFor();
    await person.settled();
    await person.picture("action-item-phone");
  });
  await until("the outcome", async () => (await api("manager", "GET", `/action-items/${item.id}`)).state === "done");
  await as("manager", {}, async (person) => {
    await person.open("/action-items", "action-items");
    await person.page.getByText("安全梯照明更換").first().waitFor();
    await person.settled();
    await person.picture("action-items");
  });
});
