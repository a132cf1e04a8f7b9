// A customer from the first entry to the hand-over: added, told apart from others, completed, revealed, found, handed over.

import { test } from "node:test";

import { assert, department, office } from "./office.mjs";

const { api, as } = office({ grant: false });

test("a member adds a customer, completes the record and finds them by sound and by number", async () => {
  let path;
  await as("member_a1", {}, async (person) => {
    await person.open("/customers", "customers");
    await person.picture("customers-empty");
    await person.by("new-customer").first().click();
    await person.shows("new-customer");
    await person.by("field-name").fill("王美玲");
    await person.by("field-phone").fill("0912-345-678");
    await person.by("field-gender").selectOption("female");
    await person.by("field-birthday").fill("1985-03-12");
    await person.by("field-tags").fill("企業主，房貸族");
    await person.by("add-family").click();
    await person.by("family-name").fill("王小明");
    await person.by("family-relation").selectOption("child");
    await person.by("add-policies").click();
    await person.by("policies-product").fill("終身壽險二十年期");
    await person.by("policies-insurer").fill("國泰人壽");
    await person.by("policies-premium").fill("36800");
    await person.by("policies-paid").selectOption("year");
    await person.by("policies-due_on").fill("2027-03-01");
    await person.picture("new-customer");
    await person.by("submit").click();
    await person.shows("customer");
    path = new URL(person.page.url()).pathname;
    assert.match(await person.by("numbers").textContent(), /••••5678/);
    assert.equal(await person.by("completeness").textContent(), "33 %");
    await person.picture("customer");

    await person.by("reveal").click();
    await person.inDialog("field-reason").fill("回電");
    await person.picture("reveal");
    await person.inDialog("submit").click();
    await person.page.locator('a[href="tel:0912-345-678"]').waitFor();
    await person.by("hide").click();
    await person.by("reveal").waitFor();

    await person.by("edit-customer").click();
    await person.shows("edit-customer");
    await person.by("field-class").selectOption("a");
    await person.by("field-needs").fill("退休規劃");
    await person.by("add-protection_needs").click();
    await person.by("protection_needs-kind").selectOption("retirement");
    await person.by("protection_needs-cover").fill("5000000");
    await person.by("submit").click();
    await person.shows("customer");
    await person.settled();
    assert.equal(await person.by("completeness").textContent(), "55 %");
    assert.match(await person.by("needs").textContent(), /退休養老.*5,000,000.*待滿足/s);
    await person.picture("customer-needs");
    await person.open(`${path}?tab=policies`, "customer");
    await person.page.getByText("終身壽險二十年期").waitFor();
    assert.match(await person.page.locator("table").textContent(), /36,800/);
    await person.picture("policies");

    for (const words of ["王美", "wangmei", "wml", "0912345678"]) {
      await person.open("/customers", "customers");
      await person.by("search").fill(words);
      await person.page.waitForURL(/q=/);
      await person.settled();
      await person.page.locator(`a[href="${path}"]`).waitFor();
    }
  });
  const audit = await api("lead_a1", "GET", "/audit-entries?event=customer.revealed");
  assert.equal(audit.data[0].changes.reason.to, "回電");
});

test("the same phone is told with who has it, the same name and birthday asks why", async () => {
  const made = await api("member_a1", "POST", "/customers", { name: "林志明", birthday: "1970-01-01", phone: "0922000111" });
  await as("member_a1", {}, async (person) => {
    await person.open("/customers/new", "new-customer");
    await person.by("field-name").fill("林志明");
    await person.by("field-phone").fill("0922 000 111");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    assert.equal(await person.by("open-other").getAttribute("href"), `/customers/${made.id}`);
    await person.by("field-phone").fill("");
    await person.by("field-birthday").fill("1970-01-01");
    await person.by("submit").click();
    await person.by("field-different_because").fill("本人確認");
    await person.picture("similar");
    await person.by("submit").click();
    await person.shows("customer");
    person.forgive(409);
  });
});

test("a lead hands over everybody of one owner, on the phone too", async () => {
  const owner = department.people.member_a1;
  await as("lead_a1", { width: 360 }, async (person) => {
    await person.open(`/customers?owner_id=${owner.id}`, "customers");
    await person.settled();
    await person.picture("customers-phone");
    await person.by("transfer-shown").click();
    await person.choose("field-owner_id", department.people.member_a1b.name);
    await person.by("field-note").fill("請先致電問候");
    await person.picture("transfer");
    await person.by("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.settled();
  });
  const left = await api("lead_a1", "GET", `/customers?owner_id=${owner.id}`);
  assert.equal(left.data.length, 0);
});

test("those who are ticked are handed over, and nobody else", async () => {
  const to = department.people.member_a1;
  const names = ["周一鳴", "周二鳴", "周三鳴"];
  for (const name of names) {
    await api("member_a1b", "POST", "/customers", { name });
  }
  await as("lead_a1", {}, async (person) => {
    await person.open("/customers?q=zhou", "customers");
    await person.settled();
    for (const name of names.slice(0, 2)) {
      await person.page.getByLabel(`選取 ${name}`).check();
    }
    await person.picture("customers-ticked");
    assert.match(await person.by("transfer-shown").textContent(), /2/);
    await person.by("transfer-shown").click();
    await person.choose("field-owner_id", to.name);
    await person.by("field-note").fill("同一個家庭");
    await person.by("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.settled();
  });
  const owners = (await api("lead_a1", "GET", "/customers?q=zhou")).data.map((one) => [one.name, one.owner.id === to.id]);
  assert.deepEqual(Object.fromEntries(owners), { [names[0]]: true, [names[1]]: true, [names[2]]: false });
});

test("a column that doesn't say what it is, is told by hand", async () => {
  const rows = ["姓名,聯絡方式,備註", "吳一心,0955-111-222,老客戶", "吳二心,不知道,"];
  await as("manager", { width: 360 }, async (person) => {
    await person.open("/customers", "customers");
    await person.by("import-customers").click();
    const file = { name: "old.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
    await person.inDialog("file-input").setInputFiles(file);
    await person.inDialog("import-columns").waitFor();
    await person.inDialog("column-1").selectOption("phone");
    await person.page.getByRole("switch", { name: "有列被拒時，仍匯入其餘各列" }).click();
    await person.inDialog("import-check").click();
    await person.inDialog("job").getByText("完成").waitFor();
    await person.picture("customers-import-columns");
    assert.equal((await api("manager", "GET", "/customers?q=wuyixin")).data.length, 0, "checking writes nothing");
    await person.inDialog("import-run").click();
    await person.page.locator("a.main-link", { hasText: "吳一心" }).waitFor({ state: "attached" });
  });
  const [made] = (await api("manager", "GET", "/customers?q=wuyixin")).data;
  assert.equal(made.phone, "••••1222");
  assert.equal((await api("manager", "GET", "/customers?q=wuerxin")).data.length, 0, "that row was refused");
});

test("the manager imports a file: checked first, then for real", async () => {
  const rows = ["姓名,手機,等級,業務員", "趙雅婷,0933-111-222,B,E111", "錢建宏,0933-111-333,A,E112"];
  await as("manager", {}, async (person) => {
    await person.open("/customers", "customers");
    await person.by("import-customers").click();
    const file = { name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
    await person.inDialog("file-input").setInputFiles(file);
    await person.inDialog("job").getByText("完成").waitFor();
    await person.settled();
    assert.equal((await api("manager", "GET", "/customers?q=zhaoyating")).data.length, 0, "checking writes nothing");
    await person.inDialog("import-run").click();
    await person.page.locator("a.main-link", { hasText: "趙雅婷" }).waitFor({ state: "attached" });
    await person.picture("customers-import");
  });
  const found = await api("manager", "GET", "/customers?q=zhaoyating");
  assert.equal(found.data[0].owner.number, "E111");
});

test("a lead finds two records of one customer and makes them one; whoever opens the other lands on it", async () => {
  const kept = await api("member_a1", "POST", "/customers", { name: "曾雅婷", phone: "0987-000-111", email: "ya@example.com", needs: "退休規劃" });
  const gone = await api("member_a1b", "POST", "/customers", { name: "曾雅婷", birthday: "1979-09-09", email: "ting@example.com", tags: ["企業主"] });
  const man = await api("member_a1", "POST", "/customers", { name: "曾雅婷", gender: "male", birthday: "1961-01-01" });
  await as("member_a1", { width: 360, height: 780 }, async (person) => {
    await person.open(`/customers/${kept.id}`, "customer");
    await person.by("add-contact").click();
    await person.inDialog("field-value").fill("02-2345-6789");
    await person.inDialog("field-label").fill("公司");
    await person.inDialog("submit").click();
    await person.by("contacts").waitFor();
    assert.match(await person.by("contacts").textContent(), /公司.*••••6789/);
    await person.picture("customer-contacts-phone");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/customers?doubtful=true", "customers");
    await person.settled();
    await person.page.locator(`a[href="/customers/${kept.id}"]`).waitFor();
    await person.open(`/customers/${kept.id}`, "customer");
    await person.by("duplicates").waitFor();
    assert.equal(await person.by("duplicates").locator("li").count(), 2);
    await person.picture("customer-duplicates");
    await person.by("duplicates").locator("li", { hasText: "1961" }).getByTestId("tell-apart").click();
    await person.inDialog("field-because").fill("父子同名");
    await person.inDialog("submit").click();
    await person.page.waitForFunction(() => document.querySelectorAll('[data-testid="duplicates"] > li').length === 1);
    await person.by("merge").click();
    await person.inDialog("take-email").check();
    await person.inDialog("field-because").fill("同一人");
    await person.picture("customer-merge");
    await person.inDialog("submit").click();
    await person.by("duplicates").waitFor({ state: "detached" });
    assert.match(await person.by("contacts").textContent(), /ya@example.com/);
    await person.open(`/customers/${gone.id}`, "customer");
    await person.page.waitForURL(new RegExp(kept.id));
    await person.page.getByText("ting@example.com").waitFor();
    person.forgive(410);
  });
  const left = await api("manager", "GET", "/customers?q=%E6%9B%BE");
  assert.deepEqual(new Set(left.data.map((one) => one.id)), new Set([kept.id, man.id]));
});
