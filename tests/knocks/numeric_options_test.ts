import assert from "node:assert/strict";
import { join } from "node:path";
import { tries, typedNumber } from "./bent.ts";
import { fc } from "./fast_check.ts";
import { nearsightHere, requireDoneOrRefused } from "./in_process.ts";
import { inMemoryFolder } from "./memory_folder.ts";

const CASES = 250;

/** A verb with numbers to be mistyped, and options that keep what is accepted small. */
interface Verb {
  readonly args: readonly string[];
  /** Where its result goes, below a folder. */
  readonly output: string;
  readonly numbers: readonly string[];
}

const VERBS: Readonly<Record<string, Verb>> = {
  quench: {
    args: ["quench", "--size", "4", "--method", "exact", "--steps", "2", "--no-figures"],
    output: "run",
    numbers: [
      ...["seed", "time-step", "damping-rate", "initial-displacement", "initial-velocity"],
      ...["save-every", "observe-every", "workers", "checkpoint-seconds", "temperature"],
      ...["chemical-potential", "t", "g", "k", "kappa", "mass", "trajectory-index", "size"],
    ],
  },
  "dataset make": {
    args: ["dataset", "make", "--preset", "smoke", "--sizes", "4", "--random", "2"]
      .concat(["--trajectories", "1", "--snapshot-steps", "2", "--work"]),
    output: "set.npz",
    numbers: [
      ...["sizes", "temperatures", "amplitudes", "snapshots", "snapshot-steps", "held-out"],
      ...["seed", "t", "g", "k", "kappa", "mass", "workers", "checkpoint-seconds"],
    ],
  },
};

/** Small enough to be made in no time where it is accepted. */
const isSmall = (text: string) => !(Math.abs(Number(text)) > 40);

for (const [verb, { args, output, numbers }] of Object.entries(VERBS)) {
  Deno.test(`whatever is typed for the numbers of ${verb}, it is done, or refused in one line and nothing is left (${CASES} cases)`, async () => {
    const given = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...numbers), fc.oneof(typedNumber, fc.constantFrom("1", "2"))),
      { minLength: 1, maxLength: 2, selector: ([name]) => name },
    ).filter((settings) =>
      settings.every(([name, text]) =>
        !["workers", "size", "sizes", "snapshot-steps"].includes(name) || isSmall(text)
      )
    );
    let done = 0;
    const property = fc.asyncProperty(given, (settings) =>
      inMemoryFolder(async (folder) => {
        const typed = settings.map(([name, text]) => `--${name}=${text}`);
        const whole = args.at(-1) === "--work" ? [...args, join(folder, "work")] : args;
        const workers = typed.some((t) => t.startsWith("--workers")) ? [] : ["--workers", "1"];
        const answer = await nearsightHere([
          ...[...whole, "--output", join(folder, output)],
          ...["--records", join(folder, "records.jsonl"), ...workers, ...typed],
        ]);
        const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
        if (requireDoneOrRefused(answer, typed.join(" "))) {
          done++;
          assert.ok(names.includes(output), typed.join(" "));
          return;
        }
        // What breaks off in its course leaves what it was at; what is refused leaves nothing.
        const begun = /step \d|spectrum| gave /.test(answer.lines[0]);
        const left = names.filter((name) => !name.startsWith("records."));
        if (!begun) assert.deepEqual(left, [], `${typed.join(" ")}: ${answer.lines[0]}`);
      }));
    await fc.assert(property, tries(CASES));
    assert.ok(done > CASES / 20, `only ${done} were accepted`);
  });
}
