// Customers' events: planned and opened, customers invited on the phone, answers noted, who came checked off at the door.

import { test } from "node:test";

import { assert, day, office } from "./office.mjs";

const { api, as } = office({ grant: false });

let event;

test("a lead plans an event and opens it", async () => {
  await as("lead_a1", {}, async (person) => {
    await person.open("/events", "events");
    await person.picture("events-empty");
    await person.by("new-event").first().click();
    await person.shows("new-event");
    await person.by("field-title").fill("退休規劃說明會");
    await person.by("field-capacity").fill("2");
    await person.by("field-starts_at").fill(`${day(5)}T14:00`);
    await person.by("field-ends_at").fill(`${day(5)}T16:00`);
    await person.by("field-place").fill("總公司 12 樓大會議室");
    await person.by("field-description").fill("勞保年金試算，備茶點");
    await person.settled();
    await person.picture("event-new");
    await person.by("submit").click();
    await person.shows("event");
    event = (await person.page.evaluate(() => location.pathname)).split("/").pop();
    await person.by("open-event").click();
    await person.by("invite").waitFor();
    const made = await api("lead_a1", "GET", `/customer-events/${event}`);
    assert.equal(new Date(made.starts_at).toLocaleString("sv-SE", { timeZone: "Asia/Taipei" }).slice(0, 16), `${day(5)} 14:00`);
    assert.equal(made.capacity, 2);
  });
});

test("a member invites customers on the phone and notes what they said; the last seat is the last", async () => {
  for (const name of ["王美玲", "陳怡君", "林志偉"]) await api("member_a1", "POST", "/customers", { name, class: "a" });
  await api("member_a1b", "POST", "/customers", { name: "別人的客戶" });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/events/${event}`, "event");
    await person.by("invite").click();
    await person.inDialog("invite-choice").first().waitFor();
    await person.inDialog("choose-all").click();
    await person.settled();
    await person.picture("event-invite-phone");
    await person.inDialog("send-invitations").click();
    await person.by("guest").nth(2).waitFor();
    assert.equal(await person.by("guest").count(), 3, "only their own customers");
    const of = (name) => person.by("guest").filter({ hasText: name });
    await of("王美玲").getByTestId("accept").click();
    await of("王美玲").getByText("參加").first().waitFor();
    await of("陳怡君").getByTestId("accept").click();
    await person.by("event-figures").getByText("2 / 2").waitFor();
    await of("林志偉").getByTestId("accept").click();
    await person.page.getByText("活動名額已滿").first().waitFor();
    await of("陳怡君").getByTestId("edit-guest").click();
    await person.inDialog("field-said").selectOption("declined");
    await person.inDialog("field-note").fill("出國");
    await person.inDialog("submit").click();
    await of("陳怡君").getByText("出國").waitFor();
    await person.settled();
    await person.picture("event-guests-phone");
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    person.forgive(409);
  });
});

test("at the door guests are checked off; the customer was met; the lead closes the event", async () => {
  const soon = (ms) => new Date(Date.now() + ms).toISOString();
  const made = await api("lead_a1", "GET", `/customer-events/${event}`);
  await api("lead_a1", "PATCH", `/customer-events/${event}`, { starts_at: soon(1500), ends_at: soon(2500) }, { "if-match": `"${made.version}"` });
  await new Promise((resolve) => setTimeout(resolve, 2600));
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(`/events/${event}`, "event");
    const of = (name) => person.by("guest").filter({ hasText: name });
    await of("王美玲").getByTestId("came").click();
    await of("王美玲").getByText("到場").first().waitFor();
    await of("林志偉").getByTestId("missed").click();
    await of("林志偉").getByText("未到").first().waitFor();
    await person.settled();
    await person.picture("event-door-phone");
    await of("王美玲").getByRole("link").first().click();
    await person.shows("customer");
    await person.by("tab-events").click();
    await person.page.getByText("退休規劃說明會").first().waitFor();
    await person.settled();
    await person.picture("customer-events-phone");
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText(/活動待結案/).first().click();
    await person.shows("event");
    await person.by("close-event").click();
    await person.inDialog("field-result").fill("到場一位，約了下次面談");
    await person.inDialog("submit").click();
    await person.page.getByText("已結案").first().waitFor();
    await person.settled();
    await person.picture("event-closed");
  });
});
