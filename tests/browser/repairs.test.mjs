// Damage: reported from the phone, given to somebody, repaired, confirmed by whoever reported it.

import { test } from "node:test";

import { assert, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

let ticket;

test("a member reports damage from the phone, with a photo", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/repairs", "repairs");
    await person.by("new-repair").first().click();
    await person.shows("new-repair");
    await person.by("field-title").fill("會議室投影機無訊號");
    await person.by("field-place").fill("大會議室");
    await person.by("field-urgency").selectOption("urgent");
    await person.settled();
    await person.picture("repair-new-phone");
    await person.by("submit").click();
    await person.shows("repair");
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    await person.by("file-input").setInputFiles({ name: "projector.png", mimeType: "image/png", buffer: png });
    await person.page.getByText("projector.png").waitFor();
    ticket = (await person.page.evaluate(() => location.pathname)).split("/").pop();
    await person.settled();
    await person.picture("repair-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    assert.equal(await person.by("assign").count(), 0);
  });
});

test("the lead finds it in the day and gives it to somebody, who repairs it", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/待指派的報修/).first().click();
    await person.shows("repair");
    await person.by("assign").click();
    await person.choose("field-assignee_id", department.people.member_a1b.name);
    await person.inDialog("field-repairer").fill("宏達電器行");
    await person.picture("repair-assign");
    await person.inDialog("submit").click();
    await person.page.getByText("處理中").first().waitFor();
    await person.open("/repairs", "repairs");
    await person.page.getByText("會議室投影機無訊號").waitFor();
    await person.settled();
    await person.picture("repair-board");
  });
  await as("member_a1b", { width: 360 }, async (person) => {
    await person.open(`/repairs/${ticket}`, "repair");
    await person.by("fix").click();
    await person.inDialog("field-repair").fill("更換 HDMI 線材");
    await person.inDialog("submit").click();
    await person.page.getByText("待確認").first().waitFor();
  });
});

test("whoever reported it says that it isn't repaired, and then that it is", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/請確認是否修復/).first().click();
    await person.shows("repair");
    await person.by("not-repaired").click();
    await person.inDialog("field-note").fill("仍無畫面");
    await person.inDialog("submit").click();
    await person.page.getByText("處理中").first().waitFor();
  });
  const again = await api("member_a1b", "GET", `/repair-tickets/${ticket}`);
  await api("member_a1b", "POST", `/repair-tickets/${ticket}/repairs`, { repair: "更換主機板" }, { "if-match": `"${again.version}"` });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/repairs/${ticket}`, "repair");
    await person.by("confirm").click();
    await person.page.getByText("已修復").first().waitFor();
    await person.settled();
    await person.picture("repair-done-phone");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/repairs?tab=list", "repairs");
    await person.page.getByText("會議室投影機無訊號").waitFor();
    await person.settled();
    await person.picture("repair-list");
  });
  const done = await api("lead_a1", "GET", `/repair-tickets/${ticket}`);
  assert.deepEqual([done.state, done.reopened, done.repairer], ["confirmed", 1, "宏達電器行"]);
});
