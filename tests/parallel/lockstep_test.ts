import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { LockstepTeam } from "../../lib/parallel/lockstep.ts";
import {
  ALL_FAIL,
  COUNT,
  FIRST_FAILS,
  LAST_FAILS,
  ROUNDS,
  service,
  type Setup,
} from "./lockstep_service.ts";

const WORKER = new URL("./lockstep_worker.ts", import.meta.url);

/** A team of so many threads, and what they share. */
async function startTeam(count: number, setup: Omit<Setup, "shared"> = {}) {
  const shared = new SharedArrayBuffer(4 * (count + 1));
  const team = await LockstepTeam.start(WORKER, service, count, { ...setup, shared });
  return { team, words: new Int32Array(shared) };
}

for (const count of [1, 2, 3, 5]) {
  Deno.test(`${count} threads: what was written before a barrier is seen by all after it, job after job`, async () => {
    const { team, words } = await startTeam(count);
    assert.equal(team.count, count);
    for (let job = 1; job <= 3; job++) {
      team.run(COUNT);
      assert.deepEqual([...words], [...new Array(count).fill(job * ROUNDS), 0]);
    }
    team.close();
  });
}

for (
  const [who, job, count] of [
    ["the last thread", LAST_FAILS, 2],
    ["the last thread", LAST_FAILS, 3],
    ["the calling thread", FIRST_FAILS, 3],
    ["the only thread", FIRST_FAILS, 1],
    ["every thread", ALL_FAIL, 3],
  ] as const
) {
  Deno.test(`${who} of ${count} fails: the caller gets its class and message, and the team does nothing more`, async () => {
    const { team } = await startTeam(count);
    team.run(COUNT);
    assert.throws(() => team.run(job), {
      name: "NumericalError",
      message: job === LAST_FAILS
        ? new RegExp(`^thread ${count - 1}: ×`)
        : job === FIRST_FAILS
        ? /^thread 0: ×/
        : /^thread [012]: ×/,
    });
    for (const next of [COUNT, job]) {
      assert.throws(() => team.run(next), {
        name: "UnavailableError",
        message: "The team of threads was closed, or failed",
      });
    }
    team.close();
  });
}

Deno.test("a team that was closed refuses jobs, and may be closed again", async () => {
  for (const count of [1, 2]) {
    const { team } = await startTeam(count);
    team.close();
    team.close();
    assert.throws(() => team.run(COUNT), { name: "UnavailableError" });
  }
});

Deno.test("a thread that cannot be set up: the start fails with its error", async () => {
  for (const count of [1, 3]) {
    await assert.rejects(() => startTeam(count, { broken: true }), {
      name: "ParameterError",
      message: "the last thread got 3: accepted are 1 and 2",
    });
  }
});

Deno.test({
  name: "one thread needs no permission; two need to read the library, and say so in one line",
  permissions: "none",
  fn: async () => {
    const { team, words } = await startTeam(1);
    team.run(COUNT);
    assert.equal(words[0], ROUNDS);
    team.close();
    await assert.rejects(() => startTeam(2), {
      name: "UnavailableError",
      message:
        /^Cannot start a worker thread: .*; ?.*use one worker$|^Cannot start.*use one worker$/,
    });
  },
});

for (
  const [how, args, words] of [["", [], "300,300,300,0"], [
    ", also where one failed",
    ["FAIL"],
    "",
  ]] as const
) {
  Deno.test(`close ends the threads${how}: the process ends of itself`, async () => {
    const program = fileURLToPath(new URL("./lockstep_program.ts", import.meta.url));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-check", "--allow-read", program, ...args],
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    if (words === "") assert.equal(lines[0], "NumericalError");
    else assert.deepEqual(lines, [words]);
  });
}
