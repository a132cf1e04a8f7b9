// What the tests of daily work share: a server with a granted year, people at the screen, and the API as any of them.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before } from "node:test";

import { department, launch, serve } from "./browser.mjs";

export { assert, department };

/** Local day of the department, so many days from now. */
export function day(plus) {
  const at = new Date(Date.now() + plus * 86_400_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Taipei" }).format(at);
}

/** The first Monday at least so many days ahead. */
export function monday(ahead) {
  for (let plus = ahead; ; plus += 1) {
    if (new Date(`${day(plus)}T12:00:00Z`).getUTCDay() === 1) return day(plus);
  }
}

export function shifted(date, plus) {
  return new Date(Date.parse(`${date}T12:00:00Z`) + plus * 86_400_000).toISOString().slice(0, 10);
}

/** What `look` finds once it finds something; the worker's rounds take a moment. */
export async function until(what, look) {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert(Date.now() < end, `${what} never came`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** `prepare` runs once, with the API, before the tests. */
export function office({ grant = true, prepare = async () => {} } = {}) {
  const office = { server: null, browser: null };

  /** A call as one of the department; the answer's body, or the refusal as an error. */
  office.api = async (who, method, path, body, more = {}) => {
    const headers = {
      authorization: `Bearer ${department.people[who].token}`,
      "content-type": "application/json",
      ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
      ...more,
    };
    const answer = await fetch(`${office.server.base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert(answer.ok, `${method} ${path} as ${who} → ${answer.status} ${text}`);
    return { ...(text ? JSON.parse(text) : {}), location: answer.headers.get("location") };
  };

  /** Long work, until it is over. */
  office.job = async (who, path, body) => {
    const { location } = await office.api(who, "POST", path, body);
    for (;;) {
      const job = await office.api(who, "GET", `/jobs/${location.split("/").pop()}`);
      if (job.state === "done") return job;
      assert.notEqual(job.state, "failed", job.error);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  office.leaveType = async (code) => {
    const types = await office.api("manager", "GET", "/leave-types?limit=200");
    const found = types.data.find((one) => one.code === code);
    assert(found, `no leave type ${code}`);
    return found.id;
  };

  office.ask = async (who, code, from, to, more = {}) =>
    office.api(who, "POST", "/leave-requests", { leave_type_id: await office.leaveType(code), starts_on: from, ends_on: to, reason: "家中有事", ...more });

  /** A person for one test; whatever their pages complained about fails it. */
  office.as = async (who, settings, work) => {
    const person = await office.browser.person({ base: office.server.base, ...settings });
    try {
      await person.signIn(who);
      await work(person);
      person.quiet();
    } catch (error) {
      await person.picture(`failed-${who}`).catch(() => {});
      throw error;
    } finally {
      await person.leave();
    }
  };

  before(async () => {
    office.server = await serve();
    office.browser = await launch();
    if (grant) {
      const year = Number(day(0).slice(0, 4));
      await office.job("manager", "/leave-grants", { year });
      await office.job("manager", "/leave-grants", { year: year + 1 });
    }
    await prepare(office.api);
  });
  after(async () => {
    await office.browser?.close();
    await office.server?.stop();
  });
  return office;
}

/** The browser logs refusals by itself; those that a test asked for don't count. */
export function expecting(person, ...statuses) {
  person.complaints = person.complaints.filter((c) => !statuses.some((status) => c.includes(`status of ${status}`)));
}
