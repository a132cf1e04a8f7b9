// What an integrator does first, with types from the contract. Arguments: address, login, password, a team.

import assert from "node:assert/strict";
import createClient from "openapi-fetch";

import type { components, paths } from "./api.js";

const [base, login, password, team] = process.argv.slice(2) as [string, string, string, string];
const api = createClient<paths>({ baseUrl: base });

const session = await api.POST("/api/v1/auth/sessions", { body: { login, password } });
assert(session.data, JSON.stringify(session.error));
const token: components["schemas"]["AccessToken"] = session.data;
api.use({
  onRequest({ request }) {
    request.headers.set("authorization", `Bearer ${token.access_token}`);
    return request;
  },
});

const numbers: string[] = [];
for (let n = 0; n < 5; n += 1) {
  const made = await api.POST("/api/v1/employees", {
    params: { header: { "Idempotency-Key": `typescript-${n}` } },
    body: { number: `TS${n}`, name: "型別", status: "active", hire_date: "2026-01-05", team_id: team, locale: "en" },
  });
  assert(made.data, JSON.stringify(made.error));
  numbers.push(made.data.number);
}

const seen: string[] = [];
let cursor: string | undefined;
do {
  const page = await api.GET("/api/v1/employees", { params: { query: { limit: 4, sort: "-number", ...(cursor ? { cursor } : {}) } } });
  assert(page.data, JSON.stringify(page.error));
  seen.push(...page.data.data.map((employee) => employee.number));
  cursor = page.data.next_cursor ?? undefined;
} while (cursor);
assert.equal(new Set(seen).size, seen.length);
for (const number of numbers) assert(seen.includes(number));

const found = await api.GET("/api/v1/employees", { params: { query: { q: "TS3" } } });
const id = found.data?.data[0]?.id;
assert(id);
const one = await api.GET("/api/v1/employees/{id}", { params: { path: { id } } });
const tag = one.response.headers.get("etag");
assert(tag);
const patched = await api.PATCH("/api/v1/employees/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body: { post: "主任" } });
assert.equal(patched.data?.post, "主任");

const stale = await api.PATCH("/api/v1/employees/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body: { post: "專員" } });
const problem: components["schemas"]["Problem"] | undefined = stale.error;
assert.equal(problem?.code, "stale_version" satisfies components["schemas"]["ProblemCode"]);

const taken = await api.POST("/api/v1/employees", { body: { number: "TS3", name: "重複", hire_date: "2026-01-05" } });
assert.equal(taken.error?.code, "number_taken");
assert.equal(taken.error?.errors?.[0]?.pointer, "/number");

console.log("scenario complete");
