// Conduct: noted by whoever is above, said by whoever it is about, settled; a warning is somebody else's to give.

import { test } from "node:test";

import { assert, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

let record;

test("what was seen is noted from the phone", async () => {
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open("/conduct", "conduct");
    await person.by("new-conduct").first().click();
    await person.shows("new-conduct");
    await person.choose("field-employee_id", "林淑芬");
    await person.by("field-description").fill("上班時間於座位用餐");
    await person.picture("conduct-new-phone");
    await person.by("submit").click();
    await person.shows("conduct-record");
    assert.equal(await person.by("decide").count(), 0, "nobody is judged unheard");
    await person.settled();
    await person.picture("conduct-unheard-phone");
  });
  [record] = (await api("lead_a1", "GET", "/conduct-records")).data;
});

test("whoever it is about says what happened", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator(`a[href="/conduct/${record.id}"]`).first().click();
    await person.shows("conduct-record");
    assert.equal(await person.by("hear").count() + await person.by("withdraw").count(), 0);
    await person.by("state").click();
    await person.inDialog("field-statement").fill("客戶拜訪延誤，未及午休");
    await person.inDialog("submit").click();
    await person.by("statement").getByText("客戶拜訪延誤").waitFor();
    await person.settled();
    await person.picture("conduct-heard-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
});

test("whoever saw it gives no warning; somebody above them may", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open(`/conduct/${record.id}`, "conduct-record");
    await person.by("decide").click();
    const offered = await person.inDialog("field-outcome").locator("option").allTextContents();
    assert(offered.includes("口頭提醒") && !offered.includes("書面警告"), offered.join());
    await person.settled();
    await person.picture("conduct-decide");
  });
  await as("deputy_a", {}, async (person) => {
    await person.open(`/conduct/${record.id}`, "conduct-record");
    await person.by("decide").click();
    await person.inDialog("field-outcome").selectOption("written_warning");
    await person.inDialog("field-reason").fill("第二次");
    await person.inDialog("submit").click();
    await person.by("outcome").getByText("書面警告").waitFor();
    await person.settled();
    await person.picture("conduct-record");
    await person.open("/conduct", "conduct");
    await person.page.locator("td", { hasText: "書面警告" }).first().waitFor();
    await person.settled();
    await person.picture("conduct");
  });
  await until("the record to be settled", async () => (await api("member_a1", "GET", `/conduct-records/${record.id}`)).state === "settled");
});
