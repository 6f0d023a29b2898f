import { FormatError, ParameterError, ShapeError } from "../errors.ts";

/** Sides of a lattice, as far as they are known. */
export interface Sides {
  /** Number of columns, W. */
  readonly width?: number;
  /** Number of rows, H. */
  readonly height?: number;
}

/** The columns of a text frame, each a number at every site i = x + W·y. */
export interface FrameColumns {
  /** Displacements. */
  readonly Q: Float64Array;
  /** Forces F. */
  readonly force?: Float64Array;
  /** Site densities n. */
  readonly density?: Float64Array;
}

/** A configuration from a text frame. */
export interface TextFrame extends FrameColumns {
  /** Number of columns, W. */
  readonly width: number;
  /** Number of rows, H. */
  readonly height: number;
  /** Half a unit of the last digit that was printed: what each number may be off by. */
  readonly rounding: FrameColumns;
}

/** Greatest number of columns: Q, F and n. */
const MOST_COLUMNS = 3;
const NUMBER = /^[+-]?(?:\d+\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i;

/**
 * A frame of plain text, as the reference scripts of Fan and Chern write it by `np.savetxt`: a line a
 * site, site i = x + W·y, in its columns Q, F and n; n, or F and n, may be missing. Columns stand
 * apart by blanks, tabs or commas; lines that begin with # are passed over.
 *
 * @param name how errors call the file, usually its path
 * @param sides of the lattice; a square one when neither is given
 * @throws {FormatError} naming the line, if it is no such table, a number is not finite, or the
 *   number of lines does not fit the sides
 *
 * @example
 * ```ts
 * import { decodeTextFrame, encodeTextFrame } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const frame = decodeTextFrame("0.5\t-0.25\t1\n-0.5\t0.25\t0\n", "c0.dat", { width: 2 });
 * assert.deepEqual([frame.width, frame.height, frame.force?.[1]], [2, 1, 0.25]);
 * assert.equal(decodeTextFrame(encodeTextFrame(frame), "again", { width: 2 }).Q[0], 0.5);
 * ```
 */
export function decodeTextFrame(text: string, name: string, sides: Sides = {}): TextFrame {
  const rows: number[][] = [];
  const roundings: number[][] = [];
  text.split(/\r?\n/).forEach((line, l) => {
    const words = line.trim();
    if (words === "" || words.startsWith("#")) return;
    const fail = (why: string) => new FormatError(`Cannot read ${name}: line ${l + 1} ${why}`);
    const cells = words.split(/\s*,\s*|\s+/);
    if (cells.length > MOST_COLUMNS) {
      throw fail(`has ${cells.length} columns; a frame has at most three, Q, F and n`);
    }
    if (rows.length > 0 && cells.length !== rows[0].length) {
      throw fail(`has ${cells.length} columns, the lines above have ${rows[0].length}`);
    }
    const row: number[] = [];
    const rounding: number[] = [];
    for (const cell of cells) {
      const match = NUMBER.exec(cell);
      const value = Number(cell);
      if (match === null || !Number.isFinite(value)) {
        throw fail(`holds "${cell.slice(0, 30)}", which is no finite number`);
      }
      const [, digits = "", alone = "", exponent = "0"] = match;
      row.push(value);
      rounding.push(0.5 * 10 ** (Number(exponent) - (digits || alone).length));
    }
    rows.push(row);
    roundings.push(rounding);
  });
  if (rows.length === 0) throw new FormatError(`Cannot read ${name}: it holds no line of numbers`);
  return {
    ...sidesOf(rows.length, sides, name),
    ...columnsOf(rows),
    rounding: columnsOf(roundings),
  };
}

/**
 * The text of a frame with as many digits as give the same doubles again, as `np.savetxt` writes it:
 * `np.loadtxt` reads it, and so do the reference scripts.
 *
 * @throws {ShapeError} if the columns are not equally long, or there is n without F
 */
export function encodeTextFrame({ Q, force, density }: FrameColumns): string {
  if (density !== undefined && force === undefined) {
    throw new ShapeError("Cannot write a text frame with n but without F, the column before it");
  }
  const columns = [Q, force, density].filter((column) => column !== undefined);
  if (columns.some(({ length }) => length !== Q.length)) {
    throw new ShapeError(
      `Cannot write a text frame of columns of ${columns.map(({ length }) => length).join(", ")}`,
    );
  }
  const lines = Array.from(Q, (_, i) => columns.map((column) => cellText(column[i])).join("\t"));
  return lines.join("\n") + "\n";
}

function cellText(value: number): string {
  const sign = Object.is(value, -0) ? "-" : "";
  // Python writes exponents with two digits.
  return sign + value.toExponential(18).replace(/e([+-])(\d)$/, "e$10$2");
}

function columnsOf(rows: readonly (readonly number[])[]): FrameColumns {
  const [Q, force, density] = rows[0].map((_, c) => Float64Array.from(rows, (row) => row[c]));
  return { Q, ...(force && { force }), ...(density && { density }) };
}

function sidesOf(sites: number, given: Sides, name: string): Required<Sides> {
  for (const [side, value] of Object.entries(given)) {
    if (!(Number.isSafeInteger(value) && value > 0)) {
      throw new ParameterError(`The ${side} of a lattice must be a positive integer, not ${value}`);
    }
  }
  const { width = given.height === undefined ? Math.sqrt(sites) : sites / given.height } = given;
  const { height = sites / width } = given;
  if (Number.isInteger(width) && Number.isInteger(height) && width * height === sites) {
    return { width, height };
  }
  const sides = [given.width, given.height].filter((side) => side !== undefined);
  const wanted = sides.length === 0
    ? "no square: give the width or the height of its lattice"
    : `which does not fit ${sides.length === 2 ? sides.join("×") : `a side of ${sides[0]}`}`;
  throw new FormatError(`Cannot read ${name}: it holds ${sites} sites, ${wanted}`);
}
