// Webhooks at the screen: made, tried, looked at, sent again, paused, given another secret, removed.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { stage } from "./browser.mjs";

const house = stage({ env: { SHOUZHAN_WEBHOOK_PRIVATE: "true", SHOUZHAN_WEBHOOK_RETRIES: "0" } });
const { as, api } = house;

const posts = [];
let answer = 204;
const other = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  response.writeHead(answer).end();
});
before(() => new Promise((resolve) => other.listen(0, "127.0.0.1", resolve)));
after(() => other.close());

const kinds = () => posts.map((post) => JSON.parse(post.body).type);

/** Looks again until the newest delivery says so. */
async function newest(person, text) {
  const row = person.by("list").locator("tbody tr").first();
  for (let tries = 0; tries < 100; tries += 1) {
    await person.by("reload").click();
    await person.settled();
    if ((await row.textContent()).includes(text)) return row;
  }
  assert.fail(`${await row.textContent()} never says ${text}`);
}

test("a webhook is made, tried and looked at", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/webhooks", "webhooks");
    await person.by("new-webhook").first().click();
    await person.inDialog("submit").click();
    assert.equal(await person.page.getByRole("dialog").locator(".error").count() >= 3, true, "name, address and events are missing");
    await person.inDialog("field-name").fill("人事系統");
    await person.inDialog("field-url").fill("ftp://hr.example.com");
    await person.inDialog("check-leave.*").check();
    await person.inDialog("check-employee.*").check();
    await person.inDialog("submit").click();
    await person.page.getByText("應為 https:// 開頭的網址").first().waitFor();
    await person.inDialog("field-url").fill(`http://127.0.0.1:${other.address().port}/hook`);
    await person.picture("webhook-new");
    await person.inDialog("submit").click();
    const secret = await person.inDialog("secret").textContent();
    await person.picture("webhook-secret");
    await person.inDialog("secret-kept").click();
    await person.shows("webhook");
    await person.by("test-webhook").click();
    const row = await newest(person, "已送達");
    const [post] = posts;
    const signed = createHmac("sha256", Buffer.from(secret.slice(6), "base64"));
    signed.update(`${post.headers["webhook-id"]}.${post.headers["webhook-timestamp"]}.${post.body}`);
    assert.equal(post.headers["webhook-signature"], `v1,${signed.digest("base64")}`);
    await row.getByTestId("delivery").click();
    await person.page.getByRole("dialog").getByText('"webhook.test"').waitFor();
    await person.picture("webhook-delivery");
    await person.inDialog("replay").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await newest(person, "已送達");
    assert.deepEqual(kinds(), ["webhook.test", "webhook.test"]);
    assert.equal(posts[0].headers["webhook-id"], posts[1].headers["webhook-id"]);
  });
});

test("what isn't taken is given up, waits while paused, and goes out again", async () => {
  const [hook] = (await api("manager", "/webhooks")).body.data;
  const hire = (number) => api("manager", "/employees", { method: "POST", body: { number, name: `新人${number}`, hire_date: "2026-11-02" } });
  await as("manager", { width: 360, height: 780 }, async (person) => {
    await person.open(`/webhooks/${hook.id}`, "webhook");
    answer = 503;
    assert.equal((await hire("N901")).status, 201);
    await newest(person, "對方回應 503");
    await person.open(`/webhooks/${hook.id}`, "webhook");
    await person.by("page-webhook").getByText("已暫停").first().waitFor();
    await person.picture("webhook-paused-360");
    answer = 204;
    assert.equal((await hire("N902")).status, 201);
    await newest(person, "等待中");
    await person.by("turn-webhook").click();
    await newest(person, "已送達");
    await person.by("webhook-more").click();
    await person.by("replay-dead").click();
    await person.page.getByText("1 則重新送出").waitFor();
    await person.by("filter-state").selectOption("delivered");
    await person.page.waitForURL(/state=delivered/);
    for (let tries = 0; (await person.by("delivery").count()) < 3; tries += 1) {
      assert(tries < 100, "all three arrive");
      await person.by("reload").click();
      await person.settled();
    }
    assert.deepEqual(kinds().slice(-2), ["employee.created", "employee.created"]);
  });
});

test("it is changed, gets another secret and is removed", async () => {
  const [hook] = (await api("manager", "/webhooks")).body.data;
  await as("manager", {}, async (person) => {
    await person.open("/webhooks", "webhooks");
    await person.page.getByRole("link", { name: "人事系統" }).click();
    await person.shows("webhook");
    await person.by("webhook-more").click();
    await person.by("edit-webhook").click();
    assert(await person.inDialog("check-leave.*").isChecked());
    await person.inDialog("check-*").check();
    assert.equal(await person.inDialog("check-leave.*").count(), 0, "everything covers the groups");
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    assert.deepEqual((await api("manager", `/webhooks/${hook.id}`)).body.events, ["*"]);
    await person.by("webhook-more").click();
    await person.by("rotate-secret").click();
    await person.by("confirm-yes").click();
    assert.match(await person.inDialog("secret").textContent(), /^whsec_/);
    await person.page.keyboard.press("Escape");
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.by("webhook-more").click();
    await person.by("delete-webhook").click();
    await person.by("confirm-yes").click();
    await person.shows("webhooks");
    await person.page.getByText("還沒有 Webhook").waitFor();
  });
  assert.equal((await api("manager", `/webhooks/${hook.id}`)).status, 404);
});

test("nobody else has the page", async () => {
  for (const who of ["deputy_a", "lead_a1", "member_a1"]) {
    await as(who, {}, async (person) => {
      await person.open("/", "my-day");
      assert.equal(await person.by("nav-webhooks").count(), 0, who);
      assert.equal((await api(who, "/webhooks")).status, 403);
    });
  }
});
