// A Python client generated from the contract, at work against the running server.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { department, execute, password, serve } from "../lib/server.mjs";

const here = import.meta.dirname;
const python = process.env.SHOUZHAN_TEST_PYTHON;

test("a generated Python client signs in, adds an employee, walks a list, patches and understands problems", async () => {
  assert(python, "SHOUZHAN_TEST_PYTHON names the folder of the generator; `make test` sets it");
  const folder = mkdtempSync(join(process.env.SHOUZHAN_TEST_RUN, "python-"));
  const contract = join(here, "../../openapi/openapi.json");
  execute(join(python, "openapi-python-client"), ["generate", "--path", contract, "--output-path", join(folder, "client"), "--config", join(here, "python/generator.yaml")]);
  const server = await serve();
  try {
    const { manager } = department.people;
    const said = execute(join(python, "python"), [join(here, "python/scenario.py"), server.base, manager.number, password, department.places.team_a1], {
      env: { ...process.env, PYTHONPATH: join(folder, "client"), NO_PROXY: "*" },
    });
    assert.match(said, /scenario complete/);
  } finally {
    await server.stop();
  }
});
