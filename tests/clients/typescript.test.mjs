// A TypeScript client generated from the contract, type-checked, and at work against the running server.

import assert from "node:assert/strict";
import { mkdtempSync, copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { department, execute, password, serve } from "../lib/server.mjs";

const here = import.meta.dirname;
const tests = join(here, "..");
const bin = (name) => join(tests, "node_modules/.bin", name);

test("a generated TypeScript client signs in, adds an employee, walks a list, patches and understands problems", async () => {
  const folder = mkdtempSync(join(process.env.SHOUZHAN_TEST_RUN, "typescript-"));
  symlinkSync(join(tests, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  copyFileSync(join(here, "typescript/scenario.ts"), join(folder, "scenario.ts"));
  copyFileSync(join(here, "typescript/tsconfig.json"), join(folder, "tsconfig.json"));
  execute(bin("openapi-typescript"), [join(tests, "../openapi/openapi.json"), "--output", "api.ts"], { cwd: folder });
  execute(bin("tsc"), ["--project", "tsconfig.json"], { cwd: folder });
  const server = await serve();
  try {
    const said = execute(process.execPath, ["out/scenario.js", server.base, department.people.manager.number, password, department.places.team_a1], { cwd: folder });
    assert.match(said, /scenario complete/);
  } finally {
    await server.stop();
  }
});
