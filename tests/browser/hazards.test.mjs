// Hazards: reported from the phone, put right, looked at again by somebody else.

import { test } from "node:test";

import { assert, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

let hazard;

test("a member reports a hazard from the phone, with a photo", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/hazards", "hazards");
    await person.by("new-hazard").first().click();
    await person.shows("new-hazard");
    await person.by("field-title").fill("延長線串接電暖器");
    await person.by("field-kind").selectOption("high_power_appliance");
    await person.by("field-spot").fill("靠窗座位");
    await person.by("field-severity").selectOption("high");
    await person.settled();
    await person.picture("hazard-new-phone");
    await person.by("submit").click();
    await person.shows("hazard");
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    await person.by("file-input").setInputFiles({ name: "heater.png", mimeType: "image/png", buffer: png });
    await person.page.getByText("heater.png").waitFor();
    hazard = (await person.page.evaluate(() => location.pathname)).split("/").pop();
    await person.settled();
    await person.picture("hazard-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    assert.equal(await person.by("assign").count(), 0);
  });
});

test("the lead finds it in the day and gives it to somebody, who puts it right", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/待指派的隱患/).first().click();
    await person.shows("hazard");
    await person.by("assign").click();
    await person.choose("field-assignee_id", department.people.member_a1b.name);
    await person.picture("hazard-assign");
    await person.inDialog("submit").click();
    await person.page.getByText("改善中").first().waitFor();
    await person.open("/hazards", "hazards");
    await person.page.getByText("延長線串接電暖器").waitFor();
    await person.settled();
    await person.picture("hazard-board");
  });
  await as("member_a1b", { width: 360 }, async (person) => {
    await person.open(`/hazards/${hazard}`, "hazard");
    await person.by("rectify").click();
    await person.inDialog("field-rectification").fill("電暖器移除");
    await person.inDialog("submit").click();
    await person.page.getByText("待複查").first().waitFor();
  });
});

test("the lead looks again, and sends it back before it is closed", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/請複查隱患/).first().click();
    await person.shows("hazard");
    await person.by("not-in-order").click();
    await person.inDialog("field-note").fill("仍有一台");
    await person.inDialog("submit").click();
    await person.page.getByText("改善中").first().waitFor();
  });
  const again = await api("member_a1b", "GET", `/hazards/${hazard}`);
  await api("member_a1b", "POST", `/hazards/${hazard}/rectifications`, { rectification: "全部移除" }, { "if-match": `"${again.version}"` });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/hazards/${hazard}`, "hazard");
    await person.by("in-order").click();
    await person.page.getByText("已結案").first().waitFor();
    await person.settled();
    await person.picture("hazard-closed");
    await person.open("/hazards?tab=list", "hazards");
    await person.page.getByText("延長線串接電暖器").waitFor();
    await person.settled();
    await person.picture("hazard-list");
  });
  const done = await api("lead_a1", "GET", `/hazards/${hazard}`);
  assert.deepEqual([done.state, done.reopened], ["closed", 1]);
});
