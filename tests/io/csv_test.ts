import assert from "node:assert/strict";
import { FormatError, ParameterError, ShapeError } from "../../lib/errors.ts";
import { columnOf, decodeCsv, encodeCsv } from "../../lib/io/csv.ts";
import { pythonHas, runPython, titleNeeding } from "./python.ts";

const NUMBERS = [0.1, -0, 1 / 3, 5e-324, 1.7976931348623157e308, NaN, Infinity, -Infinity, 2 ** 53];

Deno.test("numbers come back from CSV bit for bit, signed zeros and non-finite ones too", () => {
  const text = encodeCsv({ header: {}, columns: ["v"], rows: NUMBERS.map((value) => [value]) });
  const back = columnOf(decodeCsv(text, "t.csv"), "v", "t.csv");
  assert.deepEqual(back, Float64Array.from(NUMBERS));
  assert.ok(Object.is(back[1], -0));
});

Deno.test("header lines and awkward cells come back from CSV as they were", () => {
  const header = { units: "a.u.", source: "Fan and Chern: Eq. 24", "config sha256": "ab12" };
  const rows = [["a,b", 'say "hi"'], ["two\nlines", "# no comment"], ["", " blanks "], ["é", "\r"]];
  const table = decodeCsv(encodeCsv({ header, columns: ["x, y", "z"], rows }), "t.csv");
  assert.deepEqual(table, { header, columns: ["x, y", "z"], rows });
});

Deno.test("a table of one column keeps its empty cells", () => {
  const rows = [["a"], [""], ["b"], [""]];
  assert.deepEqual(decodeCsv(encodeCsv({ header: {}, columns: ["c"], rows }), "t").rows, rows);
});

Deno.test("CSV from elsewhere is read: CRLF, a byte-order mark, no last line end, blank lines", () => {
  const text = "\uFEFF# units: s\r\n\r\nt,L\r\n0,1\r\n\r\n1,2";
  assert.deepEqual(decodeCsv(text, "t.csv"), {
    header: { units: "s" },
    columns: ["t", "L"],
    rows: [["0", "1"], ["1", "2"]],
  });
});

Deno.test("CSV without a table, with ragged rows or stray quotes is refused", () => {
  const refuses = (text: string, message: RegExp) =>
    assert.throws(() => decodeCsv(text, "t.csv"), (error: Error) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  refuses("", /holds no table/);
  refuses("# units: s\n", /holds no table/);
  refuses("a,b\n1,2\n3\n", /row 2 has 1 cells, the table has 2 columns/);
  refuses('a,b\n1,"2\n', /quote in row 1/);
  refuses('a,b\n1,x"2"\n', /quote in row 1/);
});

Deno.test("a column that is missing or holds no numbers is refused by name", () => {
  const table = decodeCsv("t,L\n0,1\n1,high\n2,\n", "t.csv");
  assert.throws(() => columnOf(table, "M", "t.csv"), /no column "M", only t, L/);
  assert.throws(() => columnOf(table, "L", "t.csv"), /"high" in row 2 of column "L"/);
});

Deno.test("a header or row that would break the CSV is not written", () => {
  const columns = ["t"];
  const write = (header: Record<string, string>) => () => encodeCsv({ header, columns, rows: [] });
  assert.throws(write({ "a:b": "c" }), ParameterError);
  assert.throws(write({ a: "two\nlines" }), ParameterError);
  assert.throws(() => encodeCsv({ header: {}, columns, rows: [[1, 2]] }), ShapeError);
});

Deno.test({
  name: titleNeeding("numpy", "NumPy reads the same doubles from our CSV"),
  ignore: !pythonHas("numpy"),
  fn() {
    const rows = NUMBERS.slice(0, 5).map((value, i) => [i, value]);
    const text = encodeCsv({ header: { units: "none" }, columns: ["i", "v"], rows });
    const script = `
import sys, io, json, numpy as np
table = np.genfromtxt(io.StringIO(sys.argv[1]), delimiter=",", names=True, skip_header=1)
print(json.dumps(table["v"].tolist()))
`;
    assert.deepEqual(runPython(script, text), NUMBERS.slice(0, 5));
  },
});
