// Every page in one language: no axe violation, nothing wider than the screen, nothing complained — light and dark, on a
// phone and on a desk. The default language wears every dress; the others two each, so that every pair of language and theme,
// language and width, theme and width is seen.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { department, launch, password, serve } from "./browser.mjs";
import { until } from "./office.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const dresses = {
  "zh-Hant": [["light", 360], ["dark", 360], ["light", 1280], ["dark", 1280]],
  "zh-Hans": [["dark", 360], ["light", 1280]],
  en: [["light", 360], ["dark", 1280]],
};

/** A little of the daily work, so that its pages have something to show. */
async function work(base) {
  const call = async (who, method, path, body, version) => {
    const headers = { authorization: `Bearer ${department.people[who].token}`, "content-type": "application/json" };
    if (version) headers["if-match"] = `"${version}"`;
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    assert(answer.ok, `${method} ${path} as ${who} → ${answer.status}`);
    const text = await answer.text();
    return { ...(text ? JSON.parse(text) : {}), location: answer.headers.get("location") };
  };
  const finished = async ({ location }) => {
    while (!["done", "failed"].includes((await call("manager", "GET", `/jobs/${location.split("/").pop()}`)).state)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const local = (at) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Taipei" }).format(at);
  let monday = Date.now() + 10 * 86_400_000;
  while (new Date(`${local(monday)}T12:00:00Z`).getUTCDay() !== 1) monday += 86_400_000;
  // Over at any hour of today: until the morning yesterday may still go on.
  let past = Date.now() - 2 * 86_400_000;
  while ([0, 6].includes(new Date(`${local(past)}T12:00:00Z`).getUTCDay())) past -= 86_400_000;
  await finished(await call("manager", "POST", "/leave-grants", { year: Number(local(monday).slice(0, 4)) }));
  const types = (await call("manager", "GET", "/leave-types?limit=200")).data;
  const type = (code) => types.find((one) => one.code === code).id;
  const leave = { leave_type_id: type("annual"), starts_on: local(monday), ends_on: local(monday + 4 * 86_400_000), reason: "家庭旅行" };
  const asked = await call("lead_a1", "POST", "/leave-requests", leave);
  await call("member_a1", "POST", "/leave-requests", { ...leave, leave_type_id: type("personal"), ends_on: leave.starts_on });
  const shift = await call("manager", "POST", "/shifts", { name: "日班", kind: "fixed", starts: "09:00", ends: "18:00", break_minutes: 60 });
  const week = [0, 1, 2, 3, 4].map(() => shift.id).concat([null, null]);
  await call("manager", "POST", "/schedules", { name: "週一至週五", week, is_default: true });
  await call("manager", "POST", "/clock-punches", { punches: [{ employee_number: "E111", at: `${local(past)}T01:00:00Z` }] });
  const correction = await call("member_a1", "POST", "/corrections", { date: local(past), kind: "out", at: `${local(past)}T10:00:00Z`, reason: "忘記打卡" });
  const month = new Date(Date.parse(`${local(Date.now()).slice(0, 7)}-01T12:00:00Z`) - 86_400_000).toISOString().slice(0, 7);
  await finished(await call("manager", "POST", "/attendance-statements", { month }));
  const statement = (await call("manager", "GET", "/attendance-statements")).data[0];
  await call("manager", "POST", "/calendar-days", { date: `${month.slice(0, 4)}-12-25`, kind: "holiday", name: "部門日" });
  const hook = (await call("manager", "POST", "/webhooks", { name: "人事系統", url: "https://hr.example.com/hooks/shouzhan", events: ["leave.*", "employee.created"], reach: "department" })).webhook;
  await call("manager", "PATCH", `/webhooks/${hook.id}`, { state: "paused" }, hook.version);
  await call("manager", "POST", `/webhooks/${hook.id}/tests`, {});
  const customer = await call("member_a1", "POST", "/customers", {
    name: "王美玲", gender: "female", birthday: "1985-03-12", class: "a", tags: ["企業主", "房貸族"], protection_needs: [{ kind: "retirement", note: "每月三萬" }], phone: "0912-345-678", email: "wang@example.com",
    family: [{ name: "王小明", relation: "child", birthday: "2015-09-01" }],
    policies: [{ insurer: "國泰人壽", product: "終身壽險", number: "L20260001", premium: { amount: 3680000, currency: "TWD" }, paid: "year", due_on: "2027-03-01" }],
  });
  const sale = await call("member_a1", "POST", "/cases", {
    customer_id: customer.id, product: "終身壽險二十年期", expected_premium: { amount: 8640000, currency: "TWD" }, next_step: "週四晚上七點到客戶家說明",
  });
  await call("member_a1", "POST", `/cases/${sale.id}/flags`, { reason: "年繳保費高於家庭年收入三成" });
  const text = { zh_hant: "# 面談前\n- 準備登錄證", zh_hans: "# 面谈前\n- 准备登记证", en: "# Before\n- Bring the registration card" };
  const page = await call("manager", "POST", "/manual-pages", { stage: "consultation", text });
  await call("manager", "POST", `/manual-pages/${page.id}/publications`, undefined, page.version);
  const risk = await call("manager", "POST", "/risks", { title: "代簽要保書", controls: "主管電話抽查親簽", likelihood: 3, impact: 5, next_review_on: local(monday) });
  const categories = (await call("manager", "GET", "/service-categories")).data;
  const service = await call("member_a1", "POST", "/service-requests", {
    customer_id: customer.id, category_id: categories.find((one) => one.key === "policy_change").id, channel: "phone", description: "想把受益人改成先生和女兒各一半",
  });
  const done = await call("member_a1", "POST", `/service-requests/${service.id}/answers`, { answer: "變更申請書已簽回" }, service.version);
  await call("member_a1", "POST", `/service-requests/${service.id}/closings`, { rating: { score: 5, channel: "phone" } }, done.version);
  await call("member_a1", "POST", "/service-requests", {
    customer_id: customer.id, category_id: categories.find((one) => one.key === "slow_service").id, channel: "hotline", description: "送件三週還沒收到批單",
  });
  const { data: indicators } = await (await fetch(`${base}/api/v1/indicators`, { headers: { authorization: `Bearer ${department.people.manager.token}` } })).json();
  const draft = await call("manager", "POST", "/targets", { indicator_id: indicators[0].id, period: "year", starts_on: `${local(monday).slice(0, 4)}-01-01`, amount: 720000000, split: "headcount" });
  const target = await call("manager", "POST", `/targets/${draft.id}/publications`, {}, draft.version);
  await call("manager", "POST", "/target-actuals", { source: "core", external_id: "P-1", indicator: "premium_income", employee_number: "E111", on_date: target.starts_on, amount: 45000000 });
  const over = await overMonth(call, indicators[0].id, local(monday));
  await call("manager", "POST", "/inspection-plans", { percent: 20, least: 2, from_month: `${local(Date.now()).slice(0, 7)}-01` });
  const ordered = (reason) => call("manager", "POST", "/inspections", { case_id: sale.id, reason, due_on: local(monday) });
  const looked = await ordered("客戶申訴說明不清");
  const marks = looked.answers.map(({ key }, n) => ({ key, outcome: n ? "ok" : "not_ok" }));
  const seen = { marks, findings: [{ description: "要保書副本未交客戶簽收", severity: "minor", rectify_by: local(monday) }] };
  const inspections = { open: await ordered("再查一次"), done: await call("manager", "POST", `/inspections/${looked.id}/results`, seen, looked.version) };
  const soon = (days, hours) => new Date(Date.now() + days * 86_400_000 + hours * 3_600_000).toISOString();
  const planned = { title: "退休規劃說明會", kind: "seminar", place: "大會議室", capacity: 20, starts_at: soon(5, 0), ends_at: soon(5, 2), team_id: department.places.team_a1 };
  const event = await call("lead_a1", "POST", "/customer-events", planned);
  await call("lead_a1", "POST", `/customer-events/${event.id}/openings`, {}, event.version);
  await call("lead_a1", "POST", "/event-invitations", { event_id: event.id, customer_ids: [customer.id] });
  const lines = [{ measure: "new_customers", channel: "轉介紹", quantity: 4 }, { measure: "contacts", method: "visit", quantity: 30, owner_id: department.people.member_a1.id }];
  const drafted = { title: "轉介紹專案", goal: "新客戶四十位", starts_on: local(past), ends_on: local(monday), team_id: department.places.team_a1, lines };
  const plan = await call("lead_a1", "POST", "/expansion-plans", drafted);
  await call("lead_a1", "POST", `/expansion-plans/${plan.id}/activations`, {}, plan.version);
  const checks = { clause: "3.3.4", title: "下班關閉檢查", rrule: "FREQ=DAILY", day_rule: "any", starts_on: local(Date.now()), due_time: "23:59", opens_hours: 48,
    checklist: [{ key: "doors", text: "門已上鎖", proof: "tick", required: true }, { key: "meter", text: "電表", proof: "number", at_most: 100 }, { key: "photo", text: "照片", proof: "photo" }] };
  const rota = [department.people.member_a1.id, department.people.member_a1b.id];
  const duty = await call("lead_a1", "POST", "/duties", { ...checks, team_id: department.places.team_a1, responsible: "rota", rota });
  const own = await call("manager", "POST", "/duties", { ...checks, title: "訓練教室檢查", clause: "3.2.1", responsible: "manager" });
  const of = async (one) => (await call("manager", "GET", `/duty-occurrences?duty_id=${one.id}`)).data;
  const due = { mine: (await of(own))[1], theirs: (await of(duty))[1] };
  const damage = await call("member_a1", "POST", "/repair-tickets", { title: "投影機無訊號", place: "大會議室", urgency: "urgent" });
  const place = await call("manager", "POST", "/places", { name: "大會議室", kind: "meeting_room", bookable: true, preparation: ["桌椅排列"], closing: ["電源關閉"] });
  const ahead = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const booking = await call("member_a1", "POST", "/bookings", { place_id: place.id, title: "新人培訓", starts_at: ahead(1), ends_at: ahead(2), accepts_conduct: true });
  const hazard = await call("member_a1", "POST", "/hazards", { title: "延長線串接電暖器", kind: "high_power_appliance", severity: "high", spot: "靠窗座位" });
  const extinguisher = await call("manager", "POST", "/safety-items", { label: "滅-12F-01", kind: "extinguisher", spot: "東側安全門旁", inspect_months: 6 });
  const supply = await call("manager", "POST", "/supplies", { name: "A4 影印紙", kind: "paper", unit: "包", on_hand: 12, reorder_level: 20, spot: "影印室" });
  await call("member_a1", "POST", `/supplies/${supply.id}/issues`, { quantity: 2, note: "說明會" });
  const conduct = await call("lead_a1", "POST", "/conduct-records", { employee_id: department.people.member_a1.id, kind: "eating", description: "於座位用餐", observed_on: local(Date.now()) });
  const paper = await call("manager", "POST", "/filing-entries", { code: "業-2026-014", title: "簽到表", category: "business", spot: "檔案櫃 C", keeper_id: department.people.lead_a1.id, retain_until: local(Date.now() - 5 * 86_400_000) });
  const titled = (what) => ({ zh_hant: what, zh_hans: what, en: what });
  const fire = await call("manager", "POST", "/documents", { kind: "emergency_plan", field: "workplace", title: titled("火災應變計畫"), review_months: 12, drill_months: 6 });
  const sections = [{ clause: "3.3.5", heading: titled("疏散"), text: titled("- 走安全梯") }];
  const written = await call("manager", "POST", "/document-versions", { document_id: fire.id, sections });
  await call("manager", "POST", `/document-versions/${written.id}/publications`, undefined, written.version);
  await call("manager", "POST", "/document-versions", { document_id: fire.id });
  const today = local(Date.now());
  const drilled = await call("manager", "POST", "/drills", { document_id: fire.id, planned_on: today, scenario: "茶水間起火", leader_id: department.people.lead_a1.id });
  const drill = await call("manager", "POST", `/drills/${drilled.id}/reports`, { held_on: today, summary: "四分鐘內全員到達", minutes: 4 }, drilled.version);
  await call("lead_a1", "POST", `/drills/${drill.id}/attendance`, { attended: [department.people.member_a1.id], missed: [department.people.member_a1b.id] });
  const item = await call("manager", "POST", "/action-items", { subject_kind: "drill", subject_id: drill.id, text: "安全梯照明更換", responsible_id: department.people.member_a1.id, due_on: today });
  const feedback = await call("member_a1", "POST", "/feedback", { kind: "problem", text: "印表機常卡紙\n- 每天早上排隊" });
  await call("lead_a1", "POST", `/feedback/${feedback.id}/answers`, { answer: "已加派一台備用機" }, feedback.version);
  const noted = { employee_id: department.people.member_a1.id, held_on: today, text: "陪同拜訪兩位客戶", next_step: "下次主講費用", next_on: today };
  const coached = await call("manager", "POST", "/coaching-notes", noted);
  const cared = await call("manager", "POST", "/care-talks", noted);
  const quarter = `${today.slice(0, 4)}-${String(Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, "0")}-01`;
  const review = await call("deputy_a", "POST", "/area-reviews", { area_id: department.places.area_a, starts_on: quarter, achievements: "- 新客戶增加一成", problems: "收取率下滑", improvements: "逐戶聯絡" });
  await call("deputy_a", "POST", `/area-reviews/${review.id}/publications`, undefined, review.version);
  const plan2 = await call("manager", "POST", "/work-plans", { year: Number(today.slice(0, 4)), summary: "深耕既有客戶", goals: [{ title: "收取率九成七", measure: "月報", owner_id: department.people.manager.id, due_on: `${today.slice(0, 4)}-12-31` }] });
  await call("manager", "POST", `/work-plans/${plan2.id}/publications`, {}, plan2.version);
  return { paper, supply, conduct, plan2, review, feedback, coached, cared, fire, drill, item, extinguisher, hazard, place, booking, damage, duty, due, plan, event, inspections, over, service, target, customer, sale, risk, asked, correction, statement, hook, type: types[0], month: local(monday).slice(0, 7) };
}

/** A month that is over, with who fell short in it and what is to be awarded for it. */
async function overMonth(call, indicator_id, today) {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 4;
  const starts_on = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01`;
  const names = { zh_hant: "月保費達成獎金", zh_hans: "月保费达成奖金", en: "Monthly premium bonus" };
  const tiers = [{ from_rate: 8000, amount: 200000 }, { from_rate: 10000, amount: 500000, share: 50 }];
  await call("manager", "POST", "/incentive-rules", { names, indicator_id, period: "month", level: "member", tiers, cap: 5000000, starts_on, decide_days: 14 });
  await call("manager", "POST", "/target-actuals", { source: "core", external_id: "P-0", indicator: "premium_income", employee_number: "E111", on_date: starts_on, amount: 80000000 });
  const draft = await call("manager", "POST", "/targets", { indicator_id, period: "month", starts_on, amount: 60000000, split: "headcount" });
  await call("manager", "POST", `/targets/${draft.id}/publications`, {}, draft.version);
  const first = async (path) => until(path, async () => (await call("manager", "GET", path)).data[0]);
  return { shortfall: await first("/shortfalls"), proposal: await first("/incentive-proposals") };
}

/** Path and name of every page behind the sign-in, as the manager sees it. */
async function pages(base) {
  const headers = { authorization: `Bearer ${department.people.manager.token}`, "content-type": "application/json" };
  const get = async (path) => (await (await fetch(`${base}/api/v1${path}`, { headers })).json()).data;
  const [entry] = await get("/audit-entries?limit=1");
  const { people, places } = department;
  const { paper, supply, conduct, plan2, review, feedback, coached, cared, fire, drill, item, extinguisher, hazard, place, booking, damage, duty, due, plan, event, inspections, over, service, target, customer, sale, risk, asked, correction, statement, hook, type, month } = await work(base);
  return [
    ["/", "my-day"],
    ["/approvals", "approvals"],
    ["/approvals?tab=all", "approvals", "approvals-all"],
    ["/approvals?tab=mine", "approvals", "approvals-mine"],
    [`/approvals/${asked.approval_id}`, "approval"],
    ["/delegations", "delegations"],
    ["/approval-flows", "approval-flows"],
    ["/approval-flows/leave", "approval-flow"],
    ["/leave", "leave"],
    ["/leave?tab=team", "leave", "leave-team"],
    ["/leave/new", "new-leave"],
    [`/leave/${asked.id}`, "leave-request"],
    [`/absences?month=${month}`, "absences"],
    ["/calendar-feeds", "calendar-feeds"],
    ["/customers", "customers"],
    ["/customers?of_leavers=true", "customers", "customers-none"],
    ["/follow-ups", "follow-ups"],
    ["/activities", "activities"],
    [`/customers/${customer.id}?tab=activities`, "customer", "customer-activities"],
    ["/customers/new", "new-customer"],
    [`/customers/${customer.id}`, "customer"],
    [`/customers/${customer.id}?tab=family`, "customer", "customer-family"],
    [`/customers/${customer.id}?tab=policies`, "customer", "customer-policies"],
    [`/customers/${customer.id}?tab=audit`, "customer", "customer-audit"],
    [`/customers/${customer.id}/edit`, "edit-customer"],
    ["/cases", "cases"],
    ["/cases?view=list", "cases", "cases-list"],
    ["/cases?view=funnel", "cases", "cases-funnel"],
    ["/cases/new", "new-case"],
    [`/cases/${sale.id}`, "case"],
    [`/cases/${sale.id}?tab=audit`, "case", "case-audit"],
    ["/case-stages", "case-stages"],
    ["/manual", "manual"],
    ["/risks", "risks"],
    [`/risks/${risk.id}`, "risk"],
    ["/services", "services"],
    ["/services?view=figures", "services", "services-figures"],
    ["/services/new", "new-service"],
    [`/services/${service.id}`, "service"],
    [`/services/${service.id}?tab=audit`, "service", "service-audit"],
    [`/customers/${customer.id}?tab=services`, "customer", "customer-services"],
    ["/service-categories", "service-categories"],
    ["/attainment", "attainment"],
    ["/targets", "targets"],
    [`/targets/${target.id}`, "target"],
    [`/targets/${target.id}?tab=picture`, "target", "target-picture"],
    [`/targets/${target.id}?tab=history`, "target", "target-history"],
    ["/bookings", "bookings"],
    ["/bookings?tab=list", "bookings", "bookings-list"],
    ["/bookings?tab=places", "bookings", "places"],
    ["/bookings/new", "new-booking"],
    [`/bookings/${booking.id}`, "booking"],
    ["/places/new", "new-place"],
    [`/places/${place.id}`, "place"],
    ["/work-plans", "work-plans"],
    ["/work-plans/new", "new-work-plan"],
    [`/work-plans/${plan2.id}`, "work-plan"],
    ["/area-reviews", "area-reviews"],
    ["/area-reviews/new", "new-area-review"],
    [`/area-reviews/${review.id}`, "area-review"],
    ["/feedback", "feedback"],
    ["/feedback/new", "new-feedback"],
    [`/feedback/${feedback.id}`, "feedback-record"],
    ["/talks", "talks"],
    ["/talks?tab=care", "talks", "talks-care"],
    [`/coaching-notes/${coached.id}`, "coaching-note"],
    [`/care-talks/${cared.id}`, "care-talk"],
    ["/documents", "documents"],
    ["/documents/new", "new-document"],
    [`/documents/${fire.id}`, "document"],
    ["/drills", "drills"],
    ["/drills/new", "new-drill"],
    [`/drills/${drill.id}`, "drill"],
    ["/action-items", "action-items"],
    [`/action-items/${item.id}`, "action-item"],
    ["/supplies", "supplies"],
    ["/supplies/new", "new-supply"],
    [`/supplies/${supply.id}`, "supply"],
    ["/filing", "filing"],
    ["/filing/new", "new-filing-entry"],
    [`/filing/${paper.id}`, "filing-entry"],
    ["/conduct", "conduct"],
    ["/conduct/new", "new-conduct"],
    [`/conduct/${conduct.id}`, "conduct-record"],
    ["/safety", "safety"],
    ["/safety/new", "new-safety-item"],
    [`/safety/${extinguisher.id}`, "safety-item"],
    ["/hazards", "hazards"],
    ["/hazards?tab=list", "hazards", "hazards-list"],
    ["/hazards/new", "new-hazard"],
    [`/hazards/${hazard.id}`, "hazard"],
    ["/repairs", "repairs"],
    ["/repairs?tab=list", "repairs", "repairs-list"],
    ["/repairs/new", "new-repair"],
    [`/repairs/${damage.id}`, "repair"],
    ["/duties", "duties"],
    ["/duties?tab=calendar", "duties", "duties-calendar"],
    ["/duties?tab=plans", "duties", "duties-plans"],
    ["/duties/new", "new-duty"],
    [`/duties/${duty.id}`, "duty"],
    [`/duties/${duty.id}/edit`, "edit-duty"],
    [`/duties/occurrences/${due.mine.id}`, "occurrence", "duty-sheet"],
    [`/duties/occurrences/${due.theirs.id}`, "occurrence", "duty-found"],
    ["/expansion-plans", "expansion-plans"],
    ["/expansion-plans/new", "new-expansion-plan"],
    [`/expansion-plans/${plan.id}`, "expansion-plan"],
    ["/events", "events"],
    ["/events/new", "new-event"],
    [`/events/${event.id}`, "event"],
    ["/inspections", "inspections"],
    ["/inspections?tab=findings", "inspections", "inspection-findings"],
    ["/inspections?tab=samples", "inspections", "inspection-samples"],
    [`/inspections/${inspections.open.id}`, "inspection", "inspection-open"],
    [`/inspections/${inspections.done.id}`, "inspection", "inspection-done"],
    ["/shortfalls", "shortfalls"],
    [`/shortfalls/${over.shortfall.id}`, "shortfall"],
    ["/incentives", "incentives"],
    ["/incentives?tab=rules", "incentives", "incentive-rules"],
    ["/incentives?tab=awards", "incentives", "incentive-awards"],
    [`/incentives/${over.proposal.id}`, "incentive"],
    ["/leave-types", "leave-types"],
    ["/leave-types/new", "new-leave-type"],
    [`/leave-types/${type.id}`, "leave-type"],
    ["/leave-entries", "leave-entries"],
    ["/calendar", "calendar"],
    ["/attendance", "attendance"],
    ["/attendance/board", "attendance-board"],
    ["/attendance/days", "attendance-days"],
    ["/attendance/corrections", "corrections"],
    [`/attendance/corrections/${correction.id}`, "correction"],
    ["/attendance/statements", "statements"],
    [`/attendance/statements/${statement.id}`, "statement"],
    [`/attendance/statements/${statement.id}?tab=objections`, "statement", "statement-objections"],
    ["/shifts", "shifts"],
    ["/schedules", "schedules"],
    ["/schedules?tab=people", "schedules", "schedules-people"],
    ["/employees", "employees"],
    ["/employees?q=nobody-is-called-this", "employees", "employees-empty"],
    ["/employees/new", "new-employee"],
    ["/employees/import", "import-employees"],
    [`/employees/${people.member_a1.id}`, "employee"],
    [`/employees/${people.member_a1.id}?tab=roles`, "employee", "employee-roles"],
    [`/employees/${people.member_a1.id}?tab=documents`, "employee", "employee-documents"],
    [`/employees/${people.member_a1.id}?tab=audit`, "employee", "employee-audit"],
    [`/employees/${people.member_a1.id}/edit`, "edit-employee"],
    ["/teams", "teams"],
    [`/teams/${places.team_a1}`, "team"],
    ["/areas", "areas"],
    [`/areas/${places.area_a}`, "area"],
    ["/org-tree", "org-tree"],
    ["/role-assignments", "role-assignments"],
    ["/rules", "rules"],
    ["/compliance", "compliance"],
    ["/audit", "audit"],
    [`/audit/${entry.id}`, "audit-entry"],
    ["/notifications", "notifications"],
    ["/api-keys", "api-keys"],
    ["/webhooks", "webhooks"],
    ["/webhooks?new=1", "webhooks", "webhooks-new"],
    [`/webhooks/${hook.id}`, "webhook"],
    ["/settings", "settings"],
    ["/account", "account"],
    ["/account?tab=security", "account", "account-security"],
    ["/account?tab=sessions", "account", "account-sessions"],
    ["/account?tab=preferences", "account", "account-preferences"],
    ["/more", "more"],
    ["/no-such-page", "not-found"],
  ];
}

/** Changes the theme and waits until every colour has arrived: at once, as whoever asks for less motion gets no transition. */
async function dress(person, theme) {
  await person.page.evaluate(async (theme) => {
    document.documentElement.dataset.theme = theme;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const passing = () => document.getAnimations().filter((a) => a.playState === "running" && a.effect?.getComputedTiming().endTime !== Infinity);
    for (await frame(); passing().length > 0; await frame()) await Promise.allSettled(passing().map((a) => a.finished));
  }, theme);
}

async function examine(person, where, problems) {
  const { page } = person;
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return result.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ""}`).join(" | ")}`);
  });
  problems.push(...found.map((f) => `${where}: ${f}`));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) problems.push(`${where}: ${overflow} px wider than the screen`);
}

export function accessible(locale) {
  let server, browser;
  before(async () => {
    server = await serve();
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });

  async function inEveryDress(person, name, problems) {
    for (const [theme, width] of dresses[locale]) {
      await person.page.setViewportSize({ width, height: width < 500 ? 780 : 900 });
      await dress(person, theme);
      await examine(person, `${name} · ${locale} · ${theme} · ${width}px`, problems);
      // A thousand pictures are for our eyes; nobody looks at those of a CI run.
      if (!process.env.CI) await person.picture(`${name}-${locale}-${theme}-${width}`);
    }
    await dress(person, "light");
  }

  test(`every page behind the sign-in is accessible in ${locale}`, async () => {
    const person = await browser.person({ base: server.base, locale });
    const problems = [];
    await person.signIn("manager");
    const all = await pages(server.base);
    for (const [path, name, picture] of all) {
      await person.page.setViewportSize({ width: 1280, height: 900 });
      await person.follow(path, name);
      assert.equal(await person.page.evaluate(() => document.documentElement.lang), locale);
      await inEveryDress(person, picture ?? name, problems);
    }
    console.log(`axe: ${all.length} pages × ${locale} × ${dresses[locale].length} dresses = ${all.length * dresses[locale].length} checks`);
    person.forgive(404);
    await person.leave();
    assert.deepEqual([...problems, ...person.complaints], []);
  });

  test(`sign-in, reset and set-up are accessible in ${locale}`, async () => {
    const empty = await serve({ empty: true });
    const problems = [];
    const person = await browser.person({ base: server.base, locale });
    for (const [path, name] of [["/sign-in", "sign-in"], ["/reset#token=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "reset"], ["/reset", "reset"]]) {
      await person.open(path, name);
      await inEveryDress(person, name, problems);
    }
    await person.open(empty.setupLink(), "setup");
    await inEveryDress(person, "setup", problems);
    await person.leave();
    await empty.stop();
    assert.deepEqual([...problems, ...person.complaints], []);
  });

  test(`the palette, a menu, dialogs, a combobox and a form with errors are accessible in ${locale}`, async () => {
    const person = await browser.person({ base: server.base, locale });
    const problems = [];
    await person.signIn("manager");
    await person.page.keyboard.press("Control+k");
    await person.by("palette-input").waitFor();
    await inEveryDress(person, "palette", problems);
    await person.page.keyboard.press("Escape");
    await person.page.setViewportSize({ width: 1280, height: 900 });
    await person.by("account-menu").click();
    await inEveryDress(person, "account-menu", problems);
    await person.page.setViewportSize({ width: 1280, height: 900 });
    await person.open("/employees/new", "new-employee");
    await person.by("submit").click();
    await person.by("form-errors").waitFor();
    await inEveryDress(person, "form-errors", problems);
    await person.page.setViewportSize({ width: 1280, height: 900 });
    await person.open("/role-assignments", "role-assignments");
    await person.by("assign-role").first().click();
    await person.page.getByRole("dialog").waitFor();
    await inEveryDress(person, "dialog", problems);
    await person.page.setViewportSize({ width: 1280, height: 900 });
    await person.open("/account?tab=security", "account");
    await person.by("totp").click();
    await person.inDialog("field-current_password").fill(password);
    await person.inDialog("submit").click();
    await person.inDialog("qr").waitFor();
    await inEveryDress(person, "totp", problems);
    await person.page.setViewportSize({ width: 1280, height: 900 });
    await person.open("/audit", "audit");
    await person.by("filter-actor_id").fill("林");
    await person.page.locator('[role="option"]').first().waitFor();
    await inEveryDress(person, "person-filter", problems);
    await person.leave();
    assert.deepEqual([...problems, ...person.complaints], []);
  });
}
