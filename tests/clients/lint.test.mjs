// The linters would also notice: a ruleset that lets everything pass proves nothing.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const here = import.meta.dirname;
const tests = join(here, "..");
const contract = JSON.parse(readFileSync(join(tests, "../openapi/openapi.json"), "utf8"));
const bin = (name) => join(tests, "node_modules/.bin", name);
const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

function lint(document) {
  const file = join(mkdtempSync(join(tmpdir(), "contract-")), "openapi.json");
  writeFileSync(file, JSON.stringify(document));
  const spectral = spawnSync(bin("spectral"), ["lint", file, "--ruleset", join(here, "spectral.yaml"), "--fail-severity=warn"], { encoding: "utf8", env });
  const redocly = spawnSync(bin("redocly"), ["lint", file, "--config", join(here, "redocly.yaml")], { encoding: "utf8", env });
  return { spectral, redocly };
}

function bent(change) {
  const document = structuredClone(contract);
  change(document, document.paths["/api/v1/employees"].get);
  return lint(document);
}

test("the contract itself is clean", () => {
  const { spectral, redocly } = lint(contract);
  assert.equal(spectral.status, 0, spectral.stdout);
  assert.equal(redocly.status, 0, redocly.stdout + redocly.stderr);
});

test("an operation without its action is found", () => {
  const { spectral } = bent((_, operation) => delete operation["x-action"]);
  assert.match(spectral.stdout, /operation-action/);
  assert.notEqual(spectral.status, 0);
});

test("an error that is no problem document is found", () => {
  const { spectral } = bent((_, operation) => (operation.responses["401"].content = { "text/plain": { schema: { type: "string" } } }));
  assert.match(spectral.stdout, /problems-are-rfc-9457/);
});

test("a reference that leads nowhere is found by both", () => {
  const { spectral, redocly } = bent((_, operation) => (operation.responses["200"].content["application/json"].schema = { $ref: "#/components/schemas/Nowhere" }));
  assert.notEqual(spectral.status, 0);
  assert.notEqual(redocly.status, 0);
});

test("an operation without security is found", () => {
  const { redocly, spectral } = bent((_, operation) => delete operation.security);
  assert.notEqual(redocly.status, 0);
  assert.match(spectral.stdout, /operation-security/);
});
