// Two-step sign-in at the screen: enrolling with the QR code, signing in with a code, switching it off.

import assert from "node:assert/strict";
import { test } from "node:test";

import { department, password, stage } from "./browser.mjs";
import { code } from "./totp.mjs";

const { as } = stage();

for (const who of ["manager", "deputy_a", "lead_a1", "member_a1"]) {
  test(`${who} switches two-step sign-in on, signs in with a code and switches it off`, async () => {
    await as(who, {}, async (person) => {
      await person.open("/account?tab=security", "account");
      await person.by("totp").click();
      await person.inDialog("field-current_password").fill(password);
      await person.inDialog("submit").click();
      const picture = person.inDialog("qr");
      await picture.waitFor();
      assert.equal(await picture.getAttribute("role"), "img");
      assert(await picture.getAttribute("aria-label"), "the code has a name");
      const secret = await person.inDialog("secret").textContent();
      await person.picture(`totp-${who}`);

      await person.inDialog("field-code").fill("000000");
      await person.inDialog("submit").click();
      await person.inDialog("form-errors").waitFor();
      await person.inDialog("field-code").fill(code(secret));
      await person.inDialog("submit").click();
      await person.page.getByRole("dialog").waitFor({ state: "detached" });

      await person.by("account-menu").click();
      await person.by("sign-out").click();
      await person.by("page-sign-in").waitFor();
      await person.by("field-login").fill(department.people[who].number);
      await person.by("field-password").fill(password);
      await person.by("submit").click();
      await person.by("field-totp_code").fill("000000");
      await person.by("submit").click();
      await person.by("form-errors").waitFor();
      // A code is good for one use: the next step's.
      await person.by("field-totp_code").fill(code(secret, 1));
      await person.by("submit").click();
      await person.page.waitForURL((url) => url.pathname !== "/sign-in");
      await person.settled();

      await person.open("/account?tab=security", "account");
      await person.by("totp").click();
      await person.inDialog("field-current_password").fill(password);
      await person.inDialog("submit").click();
      await person.page.getByRole("dialog").waitFor({ state: "detached" });
      await person.settled();
      await person.by("totp").click();
      assert.equal(await person.inDialog("field-current_password").count(), 1);
      for (const status of [401, 422]) person.forgive(status);
    });
  });
}
