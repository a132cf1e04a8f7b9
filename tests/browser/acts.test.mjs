// Acts with consequences, clicked through by those who may and missing for those who may not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { department, stage } from "./browser.mjs";

const house = stage();
const { as, api } = house;
const { people, places } = department;

const employee = async (key) => (await api("manager", `/employees/${people[key].id}`)).body;
const seat = async (key) => (await api("manager", `/role-assignments?employee_id=${people[key].id}&current=true`)).body.data[0];

/** Opens the menu of acts on somebody's page; what it offers. */
async function acts(person, key) {
  await person.open(`/employees/${people[key].id}`, "employee");
  if ((await person.by("employee-menu").count()) === 0) return [];
  await person.by("employee-menu").click();
  const all = await person.page.locator('[data-testid^="act-"]').all();
  return Promise.all(all.map((one) => one.getAttribute("data-testid")));
}

/** The row of somebody in the list of roles. */
const row = (person, key) => person.page.locator("tbody tr", { hasText: people[key].number });

for (const [who, whom, to] of [["manager", "member_a1b", "team_b1"], ["deputy_a", "member_a2b", "team_a1"]]) {
  test(`${who} transfers somebody to another team`, async () => {
    await as(who, {}, async (person) => {
      assert((await acts(person, whom)).includes("act-transfer"));
      await person.by("act-transfer").click();
      await person.inDialog("submit").click();
      await person.inDialog("form-errors").waitFor();
      await person.inDialog("field-team_id").selectOption(places[to]);
      await person.inDialog("submit").click();
      await person.page.getByRole("dialog").waitFor({ state: "detached" });
      await person.settled();
      assert.equal((await employee(whom)).team_id, places[to]);
      const shown = await person.by("page-employee").textContent();
      assert(shown.includes((await employee(whom)).team_name), "the page shows the new team");
    });
  });
}

test("a lead may issue a password link, a member nothing; neither transfers nor records departures", async () => {
  await as("lead_a1", {}, async (person) => {
    assert.deepEqual(await acts(person, "member_a1"), ["act-link"]);
  });
  await as("member_a1", {}, async (person) => {
    assert.deepEqual(await acts(person, "member_a1"), []);
    assert.equal(await person.by("edit-employee").count(), 0);
  });
});

for (const [who, whom] of [["manager", "member_b1b"], ["deputy_a", "member_a2"]]) {
  test(`${who} records a departure, and whoever left is out at once`, async () => {
    await as(whom, {}, async (leaver) => {
      await as(who, {}, async (person) => {
        assert((await acts(person, whom)).includes("act-depart"));
        await person.by("act-depart").click();
        await person.inDialog("field-reason").fill("另有高就");
        await person.inDialog("submit").click();
        await person.page.getByRole("dialog").waitFor({ state: "detached" });
        await person.settled();
        assert.equal((await employee(whom)).status, "inactive");
        assert.equal(await person.by("employee-menu").count(), 0, "nothing more to do with somebody who left");
      });
      await leaver.by("nav-employees").first().click();
      await leaver.by("page-sign-in").waitFor();
      leaver.forgive(401);
    });
  });
}

test("the manager ends a role; deputy, lead and member are offered nothing of the kind", async () => {
  for (const who of ["deputy_a", "lead_a1", "member_a1"]) {
    await as(who, {}, async (person) => {
      await person.open("/role-assignments", "role-assignments");
      assert((await person.page.locator("tbody tr").count()) > 0);
      for (const act of ["end-role", "hand-over", "assign-role"]) assert.equal(await person.by(act).count(), 0, `${act} for ${who}`);
    });
  }
  await as("manager", {}, async (person) => {
    await person.open("/role-assignments?current=true", "role-assignments");
    await row(person, "member_b1").getByTestId("end-role").click();
    await person.inDialog("field-note").fill("輪調");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.settled();
    assert.equal(await row(person, "member_b1").count(), 0);
    assert.equal(await seat("member_b1"), undefined);
  });
});

test("a last day counts whole, in the department's zone", async () => {
  const { id } = await seat("lead_a2");
  await as("manager", { timezone: "America/Los_Angeles" }, async (person) => {
    await person.open("/role-assignments?current=true", "role-assignments");
    await row(person, "lead_a2").getByTestId("end-role").click();
    await person.inDialog("field-ends_at").fill("2099-12-31");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.settled();
    assert.match(await row(person, "lead_a2").textContent(), /2099年12月31日/);
  });
  const ends = (await api("manager", `/role-assignments/${id}`)).body.ends_at;
  assert.equal(new Date(ends).toISOString(), "2099-12-31T16:00:00.000Z");
});

test("a lead's seat changes hands", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/role-assignments?current=true", "role-assignments");
    await row(person, "lead_a1").getByTestId("hand-over").click();
    await person.choose("field-successor_id", "林淑芬");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.settled();
    assert.deepEqual([(await seat("member_a1")).role, (await seat("lead_a1")).role], ["lead", "member"]);
  });
});

// Last: afterwards the department has another manager.
test("the manager's own seat is handed over, never ended, and the menu follows at once", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/role-assignments?current=true", "role-assignments");
    assert.equal(await row(person, "manager").getByTestId("end-role").count(), 0, "what the server would refuse isn't offered");
    await row(person, "manager").getByTestId("hand-over").click();
    await person.choose("field-successor_id", "葉小娟");
    await person.picture("hand-over");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.by("nav-api-keys").first().waitFor({ state: "detached" });
    await person.settled();
    assert.equal((await api("loose", "/me")).body.role, "manager");
  });
});
