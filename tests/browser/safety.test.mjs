// Safety equipment: registered by whoever is in charge, inspected from the phone, due and faulty ones seen.

import { test } from "node:test";

import { assert, day, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

let item;

test("a piece is registered and wants attention", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/safety", "safety");
    await person.by("new-safety-item").first().click();
    await person.shows("new-safety-item");
    await person.by("field-label").fill("滅-12F-01");
    await person.by("field-spot").fill("東側安全門旁");
    await person.by("field-expires_on").fill(day(200));
    await person.picture("safety-new");
    await person.by("submit").click();
    await person.shows("safety-item");
    item = (await api("manager", "GET", "/safety-items")).data[0];
    assert.equal(item.due_on, day(0));
    await person.open("/", "my-day");
    await person.page.getByText("消防安全設備待檢查").first().waitFor();
  });
});

test("whoever's turn it is inspects from the phone; what is faulty is told", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/safety/${item.id}`, "safety-item");
    assert.equal(await person.by("edit").count(), 0);
    await person.by("inspect").click();
    await person.inDialog("field-in_order").selectOption("false");
    await person.inDialog("submit").click();
    await person.by("form-errors").waitFor();
    person.forgive(422);
    await person.inDialog("field-note").fill("壓力不足");
    await person.picture("safety-inspect-phone");
    await person.inDialog("submit").click();
    await person.page.getByText("壓力不足").first().waitFor();
    await person.page.locator(".badge", { hasText: "故障" }).first().waitFor();
    await person.settled();
    await person.picture("safety-item-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.by("inspect").click();
    await person.inDialog("field-note").fill("已換藥");
    await person.inDialog("field-expires_on").fill(day(365));
    await person.inDialog("submit").click();
    await person.page.locator(".badge", { hasText: "正常" }).first().waitFor();
  });
  const seen = await api("manager", "GET", `/safety-items/${item.id}`);
  assert.deepEqual([seen.state, seen.expires_on, seen.inspected_on], ["in_use", day(365), day(0)]);
});

test("the register is changed, and a retired piece says so", async () => {
  await as("manager", {}, async (person) => {
    await person.open(`/safety/${item.id}`, "safety-item");
    await person.by("edit").click();
    await person.inDialog("field-spot").fill("西側走道");
    await person.inDialog("field-retired").selectOption("true");
    await person.inDialog("submit").click();
    await until("the change", async () => (await api("manager", "GET", `/safety-items/${item.id}`)).state === "retired");
    await person.page.locator(".badge", { hasText: "停用" }).first().waitFor();
    await person.settled();
    await person.picture("safety-item");
    await person.open("/safety", "safety");
    await person.page.getByText("西側走道").first().waitFor();
    await person.settled();
    await person.picture("safety");
  });
});
