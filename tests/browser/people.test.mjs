// What each role sees and does, at the screen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { department, stage } from "./browser.mjs";

const house = stage();
const { as } = house;

const everybody = ["my-day", "notifications", "employees", "teams", "areas", "org-tree", "role-assignments", "compliance", "rules", "audit"];
const menus = {
  member_a1: everybody,
  lead_a1: everybody,
  deputy_a: everybody,
  manager: [...everybody, "api-keys", "webhooks", "settings"],
};

for (const [who, entries] of Object.entries(menus)) {
  test(`${who} signs in and the menu offers what the rules allow, every page of it`, async () => {
    await as(who, {}, async (person) => {
      for (const entry of ["api-keys", "webhooks"].filter((e) => !entries.includes(e))) {
        assert.equal(await person.by(`nav-${entry}`).count(), 0, `${entry} is offered to ${who}`);
      }
      for (const entry of entries) {
        await person.by(`nav-${entry}`).first().click();
        await person.shows(entry);
        assert.equal(await person.page.locator("h1").count(), 1, `${entry} has one h1`);
      }
      await person.picture(`menu-${who}`);
    });
  });
}

test("a wrong password is told and keeps the login", async () => {
  await as(null, {}, async (person) => {
    await person.open("/sign-in", "sign-in");
    await person.by("field-login").fill("E112");
    await person.by("field-password").fill("a wrong password");
    const answer = person.page.waitForResponse((r) => r.url().endsWith("/api/v1/auth/sessions"));
    await person.by("submit").click();
    assert.equal((await answer).status(), 401);
    await person.by("form-errors").or(person.page.getByRole("alert")).first().waitFor();
    assert.equal(await person.by("field-login").inputValue(), "E112");
    // The browser itself logs the refused request.
    person.forgive(401);
  });
});

test("a page behind the sign-in asks for it first, and the session survives a reload", async () => {
  await as(null, {}, async (person) => {
    await person.open("/employees", "sign-in");
    await person.by("field-login").fill(department.people.manager.number);
    await person.by("field-password").fill("seven quiet herons");
    await person.by("submit").click();
    await person.page.getByTestId("nav-employees").first().waitFor();
    await person.open("/employees", "employees");
    await person.page.reload();
    await person.shows("employees");
  });
});

test("signing out leads to the sign-in and back does not lead in again", async () => {
  await as("member_a1", {}, async (person) => {
    await person.by("account-menu").click();
    await person.by("sign-out").click();
    await person.by("page-sign-in").waitFor();
    await person.page.goto("/employees");
    await person.by("page-sign-in").waitFor();
  });
});

test("the manager adds an employee and changes the record", async () => {
  await as("manager", {}, async (person) => {
    await person.by("nav-employees").first().click();
    await person.shows("employees");
    await person.by("new-employee").first().click();
    await person.shows("new-employee");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    assert.equal(await person.by("field-name").getAttribute("aria-invalid"), "true", "the missing name is marked");
    await person.by("field-name").fill("沈若水");
    await person.by("field-number").fill("B001");
    await person.by("field-status").selectOption("active");
    await person.by("field-team_id").selectOption(department.places.team_a1);
    await person.by("field-email").fill("b001@example.com");
    await person.by("submit").click();
    await person.shows("employee");
    await person.page.getByRole("heading", { level: 1, name: "沈若水" }).waitFor();
    await person.by("edit-employee").click();
    await person.shows("edit-employee");
    await person.by("field-post").fill("主任");
    await person.by("submit").click();
    await person.shows("employee");
    await person.page.getByText("主任").first().waitFor();
    await person.picture("employee");
  });
});

test("a taken number is shown at its field and nothing typed is lost", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/employees/new", "new-employee");
    await person.by("field-name").fill("重複");
    await person.by("field-number").fill("E111");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    assert.equal(await person.by("field-number").getAttribute("aria-invalid"), "true");
    assert.equal(await person.by("field-name").inputValue(), "重複");
    person.forgive(409);
  });
});

test("an import is checked first and shows its report row by row", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/employees/import", "import-employees");
    const csv = "number,name,hire_date,team\nB101,甲君,2026-03-01,北一組\nB 2,乙君,soon,無此組\n";
    await person.by("file-input").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await person.by("import-report").waitFor();
    await person.page.locator('[data-testid="list"] >> text=B101').waitFor();
    await person.page.locator('[data-testid="list"] >> text=B 2').waitFor();
    await person.picture("import");
    const headers = { authorization: `Bearer ${department.people.manager.token}` };
    const found = await (await fetch(`${house.server.base}/api/v1/employees?q=B101`, { headers })).json();
    assert.equal(found.data.length, 0, "the check changed something");
  });
});

test("the org tree draws every area and team and says the same as a list", async () => {
  await as("member_b1", {}, async (person) => {
    await person.open("/org-tree", "org-tree");
    const picture = await person.page.locator("svg.org-picture").textContent();
    for (const name of ["北區", "南區", "北一組", "北二組", "南一組", "陳國華"]) {
      assert(picture.includes(name), `${name} is missing in the picture`);
      assert((await person.page.locator(".tree").textContent()).includes(name), `${name} is missing in the list`);
    }
    await person.picture("org-tree");
  });
});

test("the language changes anywhere, at once, and stays", async () => {
  await as("member_a1", {}, async (person) => {
    await person.by("nav-rules").first().click();
    await person.shows("rules");
    const titles = [];
    for (const tag of ["zh-Hans", "en", "zh-Hant"]) {
      await person.by("language-menu").click();
      await person.by(`language-${tag}`).click();
      await person.page.waitForFunction((tag) => document.documentElement.lang === tag, tag);
      await person.shows("rules");
      titles.push(await person.page.locator("h1").textContent());
    }
    assert.equal(new Set(titles).size, 3, titles.join(" | "));
    await person.by("language-menu").click();
    await person.by("language-en").click();
    await person.page.waitForFunction(() => document.documentElement.lang === "en");
    await person.page.reload();
    await person.shows("rules");
    assert.equal(await person.page.evaluate(() => document.documentElement.lang), "en");
  });
});

test("dark follows the system, or the choice, and never flashes", async () => {
  const background = (person) => person.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const seen = {};
  for (const theme of ["light", "dark"]) {
    await as(null, { theme, storage: false }, async (person) => {
      await person.open("/sign-in", "sign-in");
      seen[theme] = await background(person);
    });
  }
  assert.notEqual(seen.light, seen.dark, "the system's wish counts");
  await as("member_a1", { theme: "light" }, async (person) => {
    await person.page.evaluate(() => localStorage.setItem("theme", "dark"));
    await person.page.reload({ waitUntil: "commit" });
    await person.page.waitForFunction(() => document.documentElement?.dataset.theme === "dark");
    await person.shows("my-day");
    await person.picture("dark");
  });
});

test("the keyboard alone opens the palette, goes to a page, finds a person and creates", async () => {
  await as("manager", {}, async (person) => {
    const { keyboard } = person.page;
    await keyboard.press("Control+k");
    await person.by("palette-input").waitFor();
    await keyboard.type("org-tree");
    await keyboard.press("Enter");
    await person.shows("org-tree");
    await keyboard.press("Control+k");
    await person.by("palette-input").waitFor();
    await keyboard.insertText("郭玉珍");
    await person.page.locator('[role="option"]', { hasText: "郭玉珍" }).waitFor();
    await keyboard.press("Enter");
    await person.shows("employee");
    await keyboard.press("Control+k");
    await person.by("palette-input").waitFor();
    await keyboard.press("Escape");
    await person.by("palette-input").waitFor({ state: "detached" });
    await keyboard.press("?");
    await person.page.getByRole("dialog").waitFor();
    await keyboard.press("Escape");
  });
});

test("Enter while composing Chinese text chooses nothing", async () => {
  await as("manager", {}, async (person) => {
    await person.page.keyboard.press("Control+k");
    await person.by("palette-input").waitFor();
    await person.by("palette-input").fill("audit");
    await person.by("palette-input").dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
    await person.page.waitForTimeout(150);
    assert.equal(await person.by("palette-input").count(), 1, "the palette went away while composing");
  });
});

test("the first key leads past the menu, and every control reached by Tab shows where it is", async () => {
  await as("member_a1", {}, async (person) => {
    await person.open("/employees", "employees");
    await person.page.keyboard.press("Tab");
    assert.equal(await person.page.evaluate(() => document.activeElement.className), "skip");
    for (let n = 0; n < 25; n += 1) {
      await person.page.keyboard.press("Tab");
      const seen = await person.page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        // The ring may be drawn by the element, or by what it lays over its row.
        const ring = ["", "::after", "::before"].some((part) => {
          const style = getComputedStyle(active, part || undefined);
          const drawn = !part || style.content !== "none";
          return drawn && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
        });
        return { ring, what: active.outerHTML.slice(0, 120) };
      });
      if (seen) assert(seen.ring, `no visible focus on ${seen.what}`);
    }
  });
});

test("a notification arrives at the open page by itself", async () => {
  await as("loose", {}, async (person) => {
    await person.page.waitForTimeout(500);
    const headers = { authorization: `Bearer ${department.people.manager.token}`, "content-type": "application/json" };
    const body = JSON.stringify({ employee_id: department.people.loose.id, role: "member", team_id: department.places.team_a2 });
    const made = await fetch(`${house.server.base}/api/v1/role-assignments`, { method: "POST", headers, body });
    assert.equal(made.status, 201);
    await person.page.getByText("您有新的職務").first().waitFor({ timeout: 12_000 });
  });
});

test("a lead sees the team and no private data, and a foreign record is not found", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open(`/employees/${department.people.member_a1.id}`, "employee");
    assert.equal((await person.page.content()).includes("1990-02-03"), false);
    await person.page.goto(`/employees/${department.people.member_b1.id}`);
    await person.by("page-employee").waitFor();
    await person.settled();
    assert.equal(await person.page.getByText("郭玉珍").count(), 0);
    person.forgive(404);
  });
});

test("who opens a page directly in a browser of another language sees it once, in their own", async () => {
  await as("member_a1", { locale: "en", storage: false }, async (person) => {
    for (const [path, name] of [["/risks", "risks"], ["/services", "services"], ["/inspections", "inspections"], ["/attainment", "attainment"]]) {
      await person.open(path, name);
      assert.equal(await person.page.evaluate(() => document.documentElement.lang), "zh-Hant");
    }
  });
});
