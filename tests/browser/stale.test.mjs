// Two people change the same record: "reload and merge" keeps both, as whoever may change it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { department, stage } from "./browser.mjs";

const house = stage();
const { as, api } = house;
const { people, places } = department;

/** Somebody else changes the record while the form is open. */
async function meanwhile(who, path, body) {
  const { version } = await api(who, path);
  assert.equal((await api(who, path, { method: "PATCH", body, version })).status, 200);
}

/** Sends the form, takes the offered merge and sends again. */
async function merge(person, place, theirs) {
  await place.getByTestId("submit").click();
  await place.getByTestId("merge").click();
  await place.getByTestId("merge").waitFor({ state: "detached" });
  await person.page.waitForFunction(([name, value]) => document.querySelector(`[data-testid="${name}"]`)?.value === value, theirs);
  const answer = person.page.waitForResponse((r) => r.request().method() === "PATCH");
  await place.getByTestId("submit").click();
  assert.equal((await answer).status(), 200);
  await person.settled();
  person.forgive(412);
}

for (const [who, other, whom] of [["manager", "deputy_a", "member_a1"], ["deputy_a", "manager", "member_a2"]]) {
  test(`${who} merges an employee's record`, async () => {
    const path = `/employees/${people[whom].id}`;
    await as(who, {}, async (person) => {
      await person.open(`${path}/edit`, "edit-employee");
      await person.by("field-post").fill("我寫的");
      await meanwhile(other, path, { phone: "02-9999-8888" });
      await merge(person, person.page, ["field-phone", "02-9999-8888"]);
      const { body } = await api("manager", path);
      assert.deepEqual([body.post, body.phone], ["我寫的", "02-9999-8888"]);
    });
  });
}

test("a deputy merges a team, whose name both changed", async () => {
  const path = `/teams/${places.team_a2}`;
  await as("deputy_a", {}, async (person) => {
    await person.open(path, "team");
    await person.by("edit-team").click();
    await person.inDialog("field-name").fill("北二新組");
    await meanwhile("manager", path, { name: "北二舊組" });
    await merge(person, person.page.getByRole("dialog"), ["field-name", "北二新組"]);
    assert.equal((await api("manager", path)).body.name, "北二新組");
  });
});

test("the manager merges the settings", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/settings", "settings");
    await person.by("field-name").fill("收展五部");
    await meanwhile("manager", "/settings", { currency: "CNY" });
    await merge(person, person.page, ["field-currency", "CNY"]);
    const { body } = await api("manager", "/settings");
    assert.deepEqual([body.name, body.currency], ["收展五部", "CNY"]);
  });
});

for (const who of ["lead_a1", "member_a1"]) {
  test(`${who} merges the own profile`, async () => {
    await as(who, {}, async (person) => {
      await person.open("/account", "account");
      await person.by("field-phone").fill("0911-000-111");
      await meanwhile(who, "/me", { locale: "en", phone: "0922-222-222" });
      await merge(person, person.page, ["field-locale", "en"]);
      const { body } = await api(who, "/me");
      assert.deepEqual([body.phone, body.locale], ["0911-000-111", "en"]);
    });
  });
}
