import assert from "node:assert/strict";
import { join } from "node:path";
import { FormatError, ParameterError, ShapeError } from "../../lib/errors.ts";
import { decodeTextFrame, encodeTextFrame } from "../../lib/io/text_frame.ts";
import { pythonHas, runPython, titleNeeding } from "./python.ts";

const COLUMNS = {
  Q: Float64Array.of(0.1, -0, 5e-324, -1e308, Math.PI, 1 / 3),
  force: Float64Array.of(1e-7, 2, -3, 4, 5, 1e21),
  density: Float64Array.of(0, 1, 0.5, 0.25, 1e-17, 2 / 3),
};

function refuses(
  text: string,
  message: RegExp,
  sides = {},
  Class: typeof FormatError | typeof ParameterError = FormatError,
): void {
  assert.throws(() => decodeTextFrame(text, "c0.dat", sides), (error: Error) => {
    assert.ok(error instanceof Class, String(error));
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

Deno.test("a text frame comes back with the same doubles, all columns or the first ones", () => {
  const { Q, force } = COLUMNS;
  for (const columns of [COLUMNS, { Q, force }, { Q }]) {
    const { width, height, rounding, ...back } = decodeTextFrame(
      encodeTextFrame(columns),
      "c0.dat",
      { width: 3 },
    );
    assert.deepEqual(back, columns);
    assert.deepEqual([width, height, Object.keys(rounding)], [3, 2, Object.keys(columns)]);
  }
});

Deno.test("columns apart by tabs, blanks or commas, comments and Windows line ends are read", () => {
  const expected = [Float64Array.of(1.5, -2, 3, 400), Float64Array.of(0.5, 0, 1, 0.25)];
  for (
    const text of [
      "1.5\t9\t.5\n-2\t9\t0.\n3\t9\t1\n4e2\t9\t2.5E-1\n",
      "# Q F n\r\n  1.5 9  .5\r\n-2 9 0.\r\n\r\n+3 9 1\r\n4e+02 9 0.25",
      "1.5, 9, 0.5\n-2,9,0\n3 ,9 ,1\n400,9,0.25\n",
    ]
  ) {
    const { width, height, Q, density } = decodeTextFrame(text, "c0.dat");
    assert.deepEqual([width, height], [2, 2]);
    assert.deepEqual([Q, density], expected);
  }
});

Deno.test("the rounding of a printed number is half a unit of its last digit", () => {
  const { rounding } = decodeTextFrame("1.25 -3 2.50e+02\n", "c0.dat");
  assert.deepEqual(
    [rounding.Q, rounding.force, rounding.density].map((r) => r?.[0]),
    [0.005, 0.5, 0.5],
  );
  assert.equal(decodeTextFrame(".125\n", "c0.dat").rounding.Q[0], 0.0005);
});

Deno.test("sides are inferred from the number of lines, or refused where they do not fit", () => {
  const lines = "1\n".repeat(24);
  const sides = (given: object) => {
    const { width, height } = decodeTextFrame(lines, "c0.dat", given);
    return [width, height];
  };
  assert.deepEqual(sides({ width: 6 }), [6, 4]);
  assert.deepEqual(sides({ height: 6 }), [4, 6]);
  assert.deepEqual(sides({ width: 12, height: 2 }), [12, 2]);
  refuses(lines, /24 sites, no square/);
  refuses(lines, /24 sites, which does not fit a side of 5/, { width: 5 });
  refuses(lines, /24 sites, which does not fit 4×4/, { width: 4, height: 4 });
  refuses(lines, /width .*positive integer, not 2.5/, { width: 2.5 }, ParameterError);
});

Deno.test("what is no frame of plain text is refused with its line", () => {
  refuses("1 2 3 4\n", /line 1 has 4 columns; a frame has at most three/);
  refuses("#\n1 2 3\n1 2\n", /line 3 has 2 columns, the lines above have 3/);
  for (const cell of ["nan", "inf", "1e999", "0x10", "1.2.3", "--1", "1d5"]) {
    refuses(`1\n${cell}\n`, /line 2 holds ".*", which is no finite number/);
  }
  refuses("# nothing\n\n", /no line of numbers/);
});

Deno.test("n without F and columns of different lengths are not written", () => {
  const { Q, density } = COLUMNS;
  assert.throws(() => encodeTextFrame({ Q, density }), ShapeError);
  assert.throws(() => encodeTextFrame({ Q, force: new Float64Array(2) }), /columns of 6, 2/);
});

Deno.test({
  name: titleNeeding("numpy", "text frames pass between NumPy and us in both directions"),
  ignore: !pythonHas("numpy"),
  async fn() {
    const folder = await Deno.makeTempDir();
    const ours = join(folder, "ours.dat");
    await Deno.writeTextFile(ours, encodeTextFrame(COLUMNS));
    const bits = runPython(
      `
import sys, json, numpy as np
frame = np.loadtxt(f"{sys.argv[1]}/ours.dat")
np.savetxt(f"{sys.argv[1]}/theirs.dat", frame, delimiter="\t")
np.savetxt(f"{sys.argv[1]}/short.txt", frame, fmt="%.6g", header="Q F n")
print(json.dumps(frame.T.tobytes().hex()))
`,
      folder,
    );
    const { Q, force, density } = COLUMNS;
    const hex = [Q, force, density].map((column) => new Uint8Array(column.buffer).toHex()).join("");
    assert.equal(bits, hex);
    const theirs = await Deno.readTextFile(join(folder, "theirs.dat"));
    assert.equal(await Deno.readTextFile(ours), theirs, "the same text as np.savetxt");
    const short = decodeTextFrame(await Deno.readTextFile(join(folder, "short.txt")), "short", {
      width: 6,
    });
    assert.ok(short.Q.every((q, i) => Math.abs(q - Q[i]) <= short.rounding.Q[i] * (1 + 1e-9)));
    await Deno.remove(folder, { recursive: true });
  },
});
