// The first start: from the printed link to the first signed-in manager.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, serve } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("the set-up wizard founds the department and its manager signs in", async () => {
  const server = await serve({ empty: true });
  const person = await browser.person({ base: server.base });
  try {
    await person.page.goto(server.setupLink());
    await person.shows("setup");
    await person.by("submit").click();
    assert.equal(await person.by("field-department_name").getAttribute("aria-invalid"), "true", "an empty name is no name");
    await person.by("field-department_name").fill("收展三部");
    await person.by("submit").click();
    await person.by("field-time_zone").waitFor();
    await person.picture("setup");
    await person.by("submit").click();
    await person.by("field-manager/name").fill("陳國華");
    await person.by("field-manager/number").fill("M001");
    await person.by("field-manager/email").fill("m001@example.com");
    await person.by("field-manager/hire_date").fill("2020-01-02");
    await person.by("field-manager/password").fill("short");
    await person.by("submit").click();
    await person.page.waitForFunction(() => document.querySelector('[data-testid="field-manager/password"]')?.getAttribute("aria-invalid") === "true");
    await person.by("field-manager/password").fill("seven quiet herons");
    await person.by("submit").click();
    await person.shows("sign-in");
    await person.by("field-login").fill("M001");
    await person.by("field-password").fill("seven quiet herons");
    await person.by("submit").click();
    await person.shows("my-day");
    assert((await person.page.content()).includes("陳國華"));
    person.quiet();
    await person.page.goto(server.setupLink());
    await person.shows("setup");
    assert.equal(await person.by("field-department_name").count(), 0, "a used link offers no second department");
  } finally {
    await person.leave();
    await server.stop();
  }
});

test("a password link leads to a new password", async () => {
  const server = await serve();
  const { department } = await import("./browser.mjs");
  const person = await browser.person({ base: server.base });
  try {
    const answer = await fetch(`${server.base}/api/v1/employees/${department.people.member_a1.id}/password-resets`, {
      method: "POST",
      headers: { authorization: `Bearer ${department.people.lead_a1.token}` },
    });
    const { path } = await answer.json();
    await person.open(path, "reset");
    await person.by("field-new_password").fill("another quiet heron");
    await person.by("field-repeat").fill("another quiet heroin");
    await person.by("submit").click();
    await person.page.waitForFunction(() => document.querySelector('[data-testid="field-repeat"]')?.getAttribute("aria-invalid") === "true");
    await person.by("field-repeat").fill("another quiet heron");
    await person.by("submit").click();
    await person.shows("sign-in");
    await person.by("field-login").fill("E111");
    await person.by("field-password").fill("another quiet heron");
    await person.by("submit").click();
    await person.shows("my-day");
    assert.equal(new URL(person.page.url()).hash, "");
    person.quiet();
  } finally {
    await person.leave();
    await server.stop();
  }
});
