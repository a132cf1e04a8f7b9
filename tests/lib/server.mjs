// The real server on a copy of the template department, for tests in Node. Runs under `with-databases`.

import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const run = process.env.SHOUZHAN_TEST_RUN;
const binary = process.env.SHOUZHAN_TEST_SERVER;
if (!run || !binary) throw new Error("start these tests through `with-databases`, as `make test` does");

export const department = JSON.parse(readFileSync(join(run, "department-sqlite.json"), "utf8"));
export const password = "seven quiet herons";

function environment(folder, more) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("SHOUZHAN_") && name !== "DATABASE_URL");
  return {
    ...Object.fromEntries(kept),
    DATABASE_URL: `sqlite://${folder}/db.sqlite`,
    SHOUZHAN_LISTEN: "127.0.0.1:0",
    SHOUZHAN_DATA: join(folder, "data"),
    SHOUZHAN_SECRET_FILE: join(run, "secret"),
    SHOUZHAN_DIST: process.env.SHOUZHAN_TEST_DIST ?? join(import.meta.dirname, "../../dist"),
    SHOUZHAN_ACCESS_TOKEN_SECONDS: "7200",
    SHOUZHAN_RATE_LIMIT: "0",
    SHOUZHAN_LOG: "warn",
    ...more,
  };
}

/** A server on a copy of the template, or with `empty` on a new database. */
export async function serve({ empty = false, env = {} } = {}) {
  const folder = mkdtempSync(join(run, "n-"));
  mkdirSync(join(folder, "data"));
  if (!empty) copyFileSync(join(run, "template.sqlite"), join(folder, "db.sqlite"));
  const process_ = spawn(binary, ["serve"], { cwd: folder, env: environment(folder, env), stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  process_.stderr.on("data", (chunk) => (log += chunk));
  const said = [];
  const base = await new Promise((resolve, reject) => {
    let text = "";
    const late = setTimeout(() => reject(new Error(`the server doesn't start:\n${log}`)), 20_000);
    process_.on("exit", () => reject(new Error(`the server ended:\n${log}`)));
    process_.stdout.on("data", (chunk) => {
      text += chunk;
      const lines = text.split("\n");
      text = lines.pop();
      said.push(...lines);
      const line = lines.find((l) => l.startsWith("shouzhan: serving "));
      if (line) {
        clearTimeout(late);
        resolve(line.slice("shouzhan: serving ".length).trim().replace(/\/$/, ""));
      }
    });
  });
  return {
    base,
    said,
    log: () => log,
    setupLink: () => said.find((l) => l.includes("/setup#token="))?.match(/http\S+/)?.[0],
    async stop() {
      process_.removeAllListeners("exit");
      const ended = new Promise((resolve) => process_.on("exit", resolve));
      process_.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a program to its end; its output is in the error when it fails. */
export function execute(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: "utf8", ...options });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} → ${done.status ?? done.error}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}
