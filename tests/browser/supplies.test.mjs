// Supplies: kept by whoever is in charge, taken from the phone, restocked, counted; and the records behind a clause of the board.

import { test } from "node:test";

import { assert, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

let item;

test("something is taken into the stock", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/supplies", "supplies");
    await person.by("new-supply").first().click();
    await person.shows("new-supply");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    await person.by("field-name").fill("A4 影印紙");
    await person.by("field-unit").fill("包");
    await person.by("field-on_hand").fill("12");
    await person.by("field-reorder_level").fill("8");
    await person.by("field-spot").fill("影印室 B 櫃");
    await person.picture("supply-new");
    await person.by("submit").click();
    await person.shows("supply");
    [item] = (await api("manager", "GET", "/supplies")).data;
    assert.equal(item.on_hand, 12);
  });
});

test("it is taken from the phone, and never more than there is", async () => {
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/supplies/${item.id}`, "supply");
    assert.equal(await person.by("restock").count(), 0);
    await person.by("issue").click();
    assert.equal(await person.inDialog("field-employee_id").count(), 0, "a member takes for themselves");
    await person.inDialog("field-quantity").fill("13");
    await person.inDialog("submit").click();
    await person.by("form-errors").waitFor();
    person.forgive(409);
    await person.inDialog("field-quantity").fill("3");
    await person.inDialog("field-note").fill("客戶說明會");
    await person.picture("supply-issue-phone");
    await person.inDialog("submit").click();
    await person.by("on-hand").getByText("9 包").waitFor();
    await person.settled();
    await person.picture("supply-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open(`/supplies/${item.id}`, "supply");
    await person.by("issue").click();
    await person.inDialog("field-quantity").fill("4");
    await person.choose("field-employee_id", "林淑芬");
    await person.inDialog("submit").click();
    await person.by("on-hand").getByText("5 包").waitFor();
  });
  const taken = (await api("lead_a1", "GET", "/supply-movements?kind=issue")).data;
  assert.deepEqual(taken.map((one) => [one.quantity, one.employee.id]), [[-4, department.people.member_a1.id], [-3, department.people.member_a1.id]]);
});

test("what runs low is seen, restocked and counted", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.locator(`a[href="/supplies/${item.id}"]`).first().click();
    await person.shows("supply");
    await person.by("restock").click();
    await person.inDialog("field-quantity").fill("20");
    await person.inDialog("submit").click();
    await person.by("on-hand").getByText("25 包").waitFor();
    await person.by("count").click();
    await person.inDialog("field-counted").fill("24");
    await person.inDialog("submit").click();
    await person.by("form-errors").waitFor();
    person.forgive(422);
    await person.inDialog("field-note").fill("一包受潮");
    await person.inDialog("submit").click();
    await person.by("on-hand").getByText("24 包").waitFor();
    await person.by("edit").click();
    await person.inDialog("field-reorder_level").fill("30");
    await person.inDialog("submit").click();
    await person.page.locator(".badge", { hasText: "需補貨" }).first().waitFor();
    await person.settled();
    await person.picture("supply");
    await person.open("/supplies?low=true", "supplies");
    await person.page.getByText("A4 影印紙").first().waitFor();
    await person.settled();
    await person.picture("supplies");
  });
});

test("the board lists what keeps a clause from being kept, record by record", async () => {
  for (const width of [1440, 360]) {
    await as("manager", { width }, async (person) => {
      await person.open("/compliance", "compliance");
      await person.by("behind-3.1.2").click();
      const behind = person.by("clause-3.1.2").getByTestId("behind");
      await behind.locator(`a[href="/supplies/${item.id}"]`).waitFor();
      await behind.locator(".badge", { hasText: "不符合" }).first().waitFor();
      await person.settled();
      await person.picture(`behind-${width}`);
      const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
      assert(wide <= width, `the page is ${wide} px wide`);
      await person.by("behind-2.1").click();
      const seats = person.by("clause-2.1").getByTestId("behind");
      await seats.getByText("沒有不符合的記錄").waitFor();
      await seats.getByTestId("behind-all").check();
      await seats.locator(".badge", { hasText: "符合" }).first().waitFor();
    });
  }
});
