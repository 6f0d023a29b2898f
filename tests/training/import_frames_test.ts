import assert from "node:assert/strict";
import { join } from "node:path";
import { FormatError, ParameterError, UnavailableError } from "../../lib/errors.ts";
import {
  decodeTextFrame,
  encodeTextFrame,
  type FrameColumns,
  HolsteinModel,
  makeLattice,
} from "../../mod.ts";
import {
  compareLabels,
  decodeDataSet,
  encodeDataSet,
  importFrames,
  type ImportFramesOptions,
} from "../../lib/training/mod.ts";
import reference from "../data/holstein_ed.json" with { type: "json" };
import { inTemporaryFolder } from "../cli/nearsight.ts";

type Case = typeof reference.cases[number];

const model = { ...reference.model, mass: 5 };
const CASE = reference.cases.find(({ ensemble, width, height }) =>
  ensemble === "grand-canonical" && width !== height
) as Case;
const TEMPERATURE = { temperature: CASE.temperature, model };

/** The frame of a case that LAPACK solved, an independent reference. */
function frameOf({ Q, force, density }: Case): Required<FrameColumns> {
  const [q, f, n] = [Q, force, density].map((column) => Float64Array.from(column));
  return { Q: q, force: f, density: n };
}

const FRAME = frameOf(CASE);
const [W, H] = [CASE.width, CASE.height];

async function importText(
  texts: Readonly<Record<string, string>>,
  options: ImportFramesOptions = {},
) {
  return await inTemporaryFolder(async (folder) => {
    for (const [name, text] of Object.entries(texts)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    return await importFrames([folder], { width: W, ...TEMPERATURE, ...options });
  });
}

/** The frame printed with so many digits. */
function printed(digits: number, columns: Partial<FrameColumns> = FRAME): string {
  const { Q, force, density } = { ...FRAME, ...columns };
  const cells = (i: number) => [Q, force, density].map((c) => c?.[i].toExponential(digits));
  return Array.from(Q, (_, i) => cells(i).filter((cell) => cell !== undefined).join(" ")).join(
    "\n",
  );
}

Deno.test("frames become a data set of their own numbers, steps and trajectories, and are read again", () =>
  inTemporaryFolder(async (folder) => {
    const folders = ["a", "b"].map((name) => join(folder, name));
    for (const path of folders) {
      await Deno.mkdir(path);
      await Deno.writeTextFile(join(path, "notes.md"), "not a frame");
      for (const step of [1000, 0, 200]) {
        await Deno.writeTextFile(join(path, `c${step}.dat`), encodeTextFrame(FRAME));
      }
    }
    const dataSet = await importFrames(folders, { width: W, ...TEMPERATURE });
    const { dataSet: read } = decodeDataSet(encodeDataSet(dataSet).bytes, "set.npz");
    assert.deepEqual(read, dataSet);
    const [group] = read.groups;
    assert.deepEqual(group.lattice, { kind: "square", width: W, height: H });
    assert.deepEqual([...group.step], [0, 200, 1000, 0, 200, 1000]);
    assert.deepEqual([...group.trajectory], [0, 0, 0, 1, 1, 1]);
    for (let c = 0; c < 6; c++) {
      assert.deepEqual(group.Q.subarray(c * W * H, (c + 1) * W * H), FRAME.Q);
      assert.deepEqual(group.density.subarray(c * W * H, (c + 1) * W * H), FRAME.density);
    }
    // Whole trajectories are held out.
    assert.deepEqual([read.splits.trajectory.train.length, read.splits.trajectory.test.length], [
      3,
      3,
    ]);
    assert.equal(read.provenance.recipe.imported?.[0].frames, 3);
    assert.equal(read.provenance.labels, "imported");
  }));

Deno.test("frames are accepted with as many digits as were printed, and refused with one digit wrong", async () => {
  for (const digits of [3, 6, 12, 18]) {
    const { groups: [group] } = await importText({ "c1.dat": printed(digits) });
    const { Q } = decodeTextFrame(printed(digits), "c1.dat", { width: W });
    assert.deepEqual(group.Q, Q);
    // Three units of the last digit are more than rounding explains.
    const wrong = FRAME.force.map((f, i) => i === 7 ? f * (1 + 10 ** (2 - digits)) : f);
    if (digits > 12) continue;
    await assert.rejects(
      importText({ "c1.dat": printed(digits, { force: wrong }) }),
      (error: Error) => {
        assert.ok(error instanceof FormatError);
        assert.match(
          error.message,
          /c1\.dat: F = .* at site 7 is not the .* that its Q and n give/,
        );
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  }
});

Deno.test("frames of Q and F alone have the n that the force's equation gives", async () => {
  const { Q, force, density } = FRAME;
  const { groups: [group] } = await importText({ "c1.txt": encodeTextFrame({ Q, force }) });
  group.density.forEach((n, i) => assert.ok(Math.abs(n - density[i]) < 1e-9));
});

Deno.test("frames of another lattice are checked on its neighbours", async () => {
  const [width, height] = [8, 4];
  const holstein = new HolsteinModel(makeLattice({ kind: "honeycomb", width, height }), model);
  const Q = Float64Array.from({ length: width * height }, (_, i) => Math.sin(3 * i));
  const density = Q.map((q) => 0.5 + q / 4);
  const text = encodeTextFrame({ Q, force: holstein.force(Q, density), density });
  const { groups: [group] } = await importText({ "c1.dat": text }, { width, lattice: "honeycomb" });
  assert.deepEqual(group.lattice, { kind: "honeycomb", width, height });
  await assert.rejects(importText({ "c1.dat": text }, { width }), /is not the .* that its Q and n/);
});

Deno.test("random configurations need no numbers and belong to no trajectory", async () => {
  const text = encodeTextFrame(FRAME);
  const { groups: [group], provenance: { recipe } } = await importText(
    { "first.dat": text, "c7.dat": text },
    { kind: "random", amplitude: 3 },
  );
  assert.deepEqual([[...group.trajectory], [...group.step]], [[-1, -1], [0, 0]]);
  assert.deepEqual(recipe.random, [{ amplitude: 3, count: 2 }]);
});

Deno.test("random configurations whose width is not told have the one that is found", async () => {
  const text = encodeTextFrame(FRAME);
  const { Q } = decodeTextFrame(text, "frame", { width: W });
  const width = Math.hypot(...Q) / Math.sqrt(Q.length);
  const { groups: [group] } = await importText(
    { "c7.dat": text, "c8.dat": text },
    { kind: "random" },
  );
  // The same for all, since errors are told by width.
  assert.equal(group.amplitude[0], group.amplitude[1]);
  assert.ok(Math.abs(group.amplitude[0] / width - 1) < 1e-3);
});

Deno.test("frames that are no labels of this model are refused in one line that says why", async () => {
  const { Q, force, density } = FRAME;
  const good = encodeTextFrame(FRAME);
  const outside = density.map((n, i) => i === 3 ? 1.2 : n);
  const lattice = makeLattice({ kind: "square", width: W, height: H });
  const network = new HolsteinModel(lattice, model).force(Q, outside);
  const refuses = (
    texts: Readonly<Record<string, string>>,
    message: RegExp,
    options: ImportFramesOptions = {},
    Class: typeof FormatError | typeof ParameterError | typeof UnavailableError = FormatError,
  ) =>
    assert.rejects(importText(texts, options), (error: Error) => {
      assert.ok(error instanceof Class, String(error));
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  await refuses({ "c1.dat": good }, /is not the .* with g = 3\.4641/, {
    constants: "paper",
    model: {},
  });
  await refuses({ "c1.dat": encodeTextFrame({ Q, force: density, density: force }) }, /order of/);
  await refuses({ "c1.dat": encodeTextFrame({ Q }) }, /c1\.dat as a label: it has Q alone/);
  const wide = encodeTextFrame({ Q, force: network, density: outside });
  await refuses({ "c1.dat": wide }, /n = 1\.2 at site 3 is not in \[0, 1\]/);
  await refuses(
    { "c1.dat": good, "d01.txt": good },
    /d01\.txt: .*c1\.dat is of the step 1 as well/,
  );
  await refuses(
    { "c1.dat": good, "c2.dat": "1 2 3\n".repeat(W * 2) },
    /c2\.dat: it is .*c1\.dat is/,
  );
  await refuses({ "start.dat": good }, /start\.dat: .* has its step in its name/);
  await refuses({ "c20261126093000.dat": good }, /its step 20261126093000 is above 2147483647/);
  await refuses({ "notes.md": "" }, /no frames of plain text/);
  await refuses({ "c1.dat": good }, /temperature .*-1/, { temperature: -1 }, ParameterError);
  await refuses({ "c1.dat": good }, /held out .*1\.5/, { heldOut: 1.5 }, ParameterError);
  await assert.rejects(importFrames(["/no/such/folder"]), UnavailableError);
  await assert.rejects(importFrames([]), ParameterError);
});

Deno.test("labels of LAPACK at μ = 0 agree with our own, and those at fixed number show that they are not", async () => {
  const compared = async (found: Case) => {
    const dataSet = await importText({ "c1.dat": encodeTextFrame(frameOf(found)) });
    return await compareLabels(dataSet, 5, { workers: 1 });
  };
  const grand = await compared(CASE);
  assert.equal(grand.configurations, 1);
  assert.ok(grand.max < 1e-9, `${grand.max}`);
  const canonical = await compared(
    reference.cases.find(({ name }) => name === CASE.name.replace(/-gc$/, "-c")) as Case,
  );
  assert.ok(canonical.rms > 1e-6 && canonical.max >= canonical.rms, `${canonical.rms}`);
});
