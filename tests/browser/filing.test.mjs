// The index of files: filed by whoever is in charge, found and taken out from the phone, brought back, destroyed once its day is over.

import { test } from "node:test";

import { assert, day, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

let file;

test("a file is put into the index", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/filing", "filing");
    await person.by("new-filing-entry").first().click();
    await person.shows("new-filing-entry");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    await person.by("field-code").fill("業-2026-014");
    await person.by("field-title").fill("客戶說明會簽到表");
    await person.by("field-spot").fill("檔案櫃 C 第三層");
    await person.by("field-retain_until").fill(day(-1));
    await person.choose("field-keeper_id", "李佳玲");
    await person.picture("filing-new");
    await person.by("submit").click();
    await person.shows("filing-entry");
  });
  [file] = (await api("manager", "GET", "/filing-entries")).data;
  assert.deepEqual([file.state, file.expired], ["kept", true]);
});

test("it is found and taken out from the phone, and brought back", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/filing?q=簽到", "filing");
    await person.page.getByText("業-2026-014").first().click();
    await person.shows("filing-entry");
    assert.equal(await person.by("edit").count() + await person.by("destroy").count(), 0);
    await person.by("loans").click();
    await person.by("returns").waitFor();
    await person.page.locator(".badge", { hasText: "借出中" }).first().waitFor();
    await person.settled();
    await person.picture("filing-out-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.by("returns").click();
    await person.by("loans").waitFor();
  });
  assert.equal((await api("manager", "GET", `/filing-entries/${file.id}`)).state, "kept");
});

test("what needn't be kept any more is destroyed, and says how", async () => {
  await as("manager", {}, async (person) => {
    await person.open(`/filing/${file.id}`, "filing-entry");
    await person.by("edit").click();
    await person.inDialog("field-spot").fill("檔案櫃 D");
    await person.inDialog("submit").click();
    await until("the change", async () => (await api("manager", "GET", `/filing-entries/${file.id}`)).spot === "檔案櫃 D");
    await person.settled();
    await person.by("destroy").click();
    await person.inDialog("field-reason").fill("碎紙銷毀，見證人李佳玲");
    await person.inDialog("submit").click();
    await person.page.locator(".badge", { hasText: "已銷毀" }).first().waitFor();
    await person.settled();
    await person.picture("filing-entry");
    await person.open("/filing", "filing");
    await person.page.locator("td", { hasText: "業-2026-014" }).first().waitFor();
    await person.settled();
    await person.picture("filing");
  });
});
