// Rooms: set up, booked from the week, prepared and closed by their lists, with what was borrowed and what happened.

import { test } from "node:test";

import { assert, day, department, expecting, office, until } from "./office.mjs";

const { api, as } = office({ grant: false });

let room;

test("whoever is in charge sets up a room with its lists", async () => {
  await as("manager", {}, async (person) => {
    await person.open("/bookings", "bookings");
    await person.page.getByText("還沒有可預約的場地").waitFor();
    await person.open("/bookings?tab=places", "bookings");
    await person.by("new-place").click();
    await person.shows("new-place");
    await person.by("field-name").fill("大會議室");
    await person.by("field-location").fill("12 樓東側");
    await person.by("field-capacity").fill("12");
    await person.by("field-preparation").fill("桌椅排列\n投影與音響測試");
    await person.by("field-closing").fill("垃圾清理\n電源關閉");
    await person.picture("place-new");
    await person.by("submit").click();
    await person.page.getByText("12 樓東側").waitFor();
    await person.picture("places");
    room = (await api("manager", "GET", "/places")).data[0];
    assert.deepEqual([room.preparation, room.capacity], [["桌椅排列", "投影與音響測試"], 12]);
    await person.open(`/places/${room.id}`, "place");
    await person.by("field-closing").fill("垃圾清理\n電源關閉\n白板擦淨");
    await person.by("submit").click();
    await until("the third line", async () => (await api("manager", "GET", `/places/${room.id}`)).closing.length === 3);
    await person.settled();
    await person.picture("place");
  });
  await as("member_a1", {}, async (person) => {
    await person.open(`/places/${room.id}`, "place");
    assert.equal(await person.by("submit").count(), 0, "who may not change it only reads it");
  });
});

test("a room is booked from the week, and whoever comes second sees who has it", async () => {
  await as("member_a1", {}, async (person) => {
    await person.open(`/bookings?week=${day(7)}`, "bookings");
    await person.by("venue-week").waitFor();
    await person.page.locator(`.venue-add[href*="${day(7)}"]`).click();
    await person.shows("new-booking");
    assert.equal(await person.by("field-starts_at").inputValue(), `${day(7)}T10:00`);
    await person.by("field-title").fill("新人培訓");
    await person.by("field-attendees").fill("8");
    await person.by("submit").click();
    await person.page.getByText("請先同意遵守場地使用規範").first().waitFor();
    expecting(person, 422);
    await person.by("check-accepts_conduct").check();
    await person.picture("booking-new");
    await person.by("submit").click();
    await person.shows("booking");
    await person.settled();
    await person.picture("booking-before");
    await person.open(`/bookings?week=${day(7)}`, "bookings");
    await person.page.locator(".duty-entry", { hasText: "新人培訓" }).waitFor();
    await person.settled();
    await person.picture("venue-week");
  });
  await as("member_b1", { width: 360 }, async (person) => {
    await person.open(`/bookings/new?place_id=${room.id}&day=${day(7)}`, "new-booking");
    await person.by("field-title").fill("保單說明會");
    await person.by("check-accepts_conduct").check();
    await person.by("submit").click();
    await person.page.getByText(department.people.member_a1.name).waitFor();
    expecting(person, 409);
    await person.settled();
    await person.picture("booking-taken-phone");
    await person.by("field-starts_at").fill(`${day(7)}T11:00`);
    await person.by("field-ends_at").fill(`${day(7)}T12:00`);
    await person.by("submit").click();
    await person.shows("booking");
    await person.open(`/bookings?week=${day(7)}`, "bookings");
    await person.by("venue-days").getByText("保單說明會").waitFor();
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
    await person.picture("venue-week-phone");
  });
});

test("on the phone it is prepared, lent for, closed; an incident gets its outcome", async () => {
  const at = (ms) => new Date(Date.now() + ms).toISOString();
  const booked = await api("member_a1", "POST", "/bookings", {
    place_id: room.id, title: "晨會", starts_at: at(4_000), ends_at: at(3_600_000), accepts_conduct: true,
  });
  const path = `/bookings/${booked.id}`;
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText("晨會").first().click();
    await person.shows("booking");
    assert(await person.by("sign-preparations").isDisabled(), "not before every line is ticked");
    await person.by("preparations-0").check();
    await person.by("preparations-1").check();
    const high = await person.page.locator(".duty-item .choice").first().boundingBox();
    assert(high.height >= 48, `a row is ${high.height} px high`);
    await person.picture("booking-sheet-phone");
    await person.by("sign-preparations").click();
    await person.page.getByText("已準備").first().waitFor();
    await person.by("field-item").fill("無線麥克風");
    await person.page.getByRole("button", { name: "借出" }).click();
    await person.by("give-back").waitFor();
    await until("the beginning", async () => Date.now() > Date.parse(booked.starts_at) + 200);
    await person.open(path, "booking");
    for (const n of [0, 1, 2]) await person.by(`closings-${n}`).check();
    await person.by("sign-closings").click();
    await person.page.getByText("借用物品尚未歸還").first().waitFor();
    expecting(person, 409);
    await person.by("give-back").click();
    await person.page.getByText("已歸還").first().waitFor();
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 360, `the page is ${wide} px wide`);
  });
  await as("member_b1", {}, async (person) => {
    await person.open(path, "booking");
    await person.by("report-incident").click();
    await person.inDialog("field-what").fill("會中喧嘩影響鄰室");
    await person.inDialog("submit").click();
    await person.page.getByText("會中喧嘩影響鄰室").first().waitFor();
    assert.equal(await person.by("decide-incident").count(), 0);
  });
  await as("lead_a1", {}, async (person) => {
    await person.open("/", "my-day");
    await person.page.getByText("場地違規待處理").first().click();
    await person.shows("booking");
    await person.by("decide-incident").click();
    await person.inDialog("field-outcome").fill("已口頭勸導");
    await person.inDialog("submit").click();
    await person.page.getByText("已口頭勸導").first().waitFor();
    await person.settled();
    await person.picture("booking-incident");
  });
  await as("member_a1", { width: 360 }, async (person) => {
    await person.open(path, "booking");
    for (const n of [0, 1, 2]) await person.by(`closings-${n}`).check();
    await person.by("sign-closings").click();
    await person.page.getByText("已結束").first().waitFor();
    await person.settled();
    await person.picture("booking-closed-phone");
  });
  assert.equal((await api("member_a1", "GET", path)).state, "closed");
});

test("a booking is moved and given back", async () => {
  const found = await api("member_a1", "GET", `/bookings?from=${day(7)}&to=${day(7)}`);
  const mine = found.data.find((one) => one.title === "新人培訓");
  await as("lead_a1", {}, async (person) => {
    await person.open(`/bookings/${mine.id}`, "booking");
    await person.by("move").click();
    await person.inDialog("field-ends_at").fill(`${day(7)}T11:30`);
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").getByText("保單說明會").waitFor();
    expecting(person, 409);
    await person.inDialog("field-starts_at").fill(`${day(7)}T09:00`);
    await person.inDialog("field-ends_at").fill(`${day(7)}T10:30`);
    await person.inDialog("submit").click();
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
    await person.by("cancel-booking").click();
    await person.inDialog("field-reason").fill("講師改期");
    await person.inDialog("submit").click();
    await person.page.getByText("講師改期").first().waitFor();
    await person.open("/bookings?tab=list", "bookings");
    await person.page.locator(".badge", { hasText: "已取消" }).first().waitFor();
    await person.settled();
    await person.picture("bookings");
  });
});
