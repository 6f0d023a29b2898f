import { FormatError } from "../errors.ts";

/** What the header of a .npy file says, as it is written there. */
export interface NpyHeader {
  /** NumPy's type string, such as `<f8`. */
  readonly descr: string;
  /** Whether the first index runs fastest. */
  readonly fortranOrder: boolean;
  /** Length along each axis. */
  readonly shape: readonly number[];
  /** Where the elements begin, in bytes from the start of the file. */
  readonly dataStart: number;
}

/** 0x93 and NUMPY in Latin-1. */
const MAGIC = "\x93NUMPY";
/** NumPy aligns the elements to this many bytes. */
const ALIGNMENT = 64;

/**
 * Parses the header of a .npy file, format versions 1.0, 2.0 and 3.0 (NumPy Enhancement Proposal 1
 * and `numpy.lib.format`).
 *
 * @param name how errors call the file
 * @throws {FormatError} if this is no .npy file, a later version of one, or its header is damaged
 */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) {
    throw new FormatError(`Cannot read ${name}: it is no .npy file (it does not begin with NUMPY)`);
  }
  const major = bytes[6];
  const lengthBytes = major === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  if (bytes.length < start) throw truncated(name);
  if (major < 1 || major > 3) {
    throw new FormatError(`Cannot read ${name}: .npy version ${major}, known are 1, 2 and 3`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = start + length;
  if (dataStart > bytes.length) throw truncated(name);
  const encoding = major === 3 ? "utf-8" : "latin1";
  const text = new TextDecoder(encoding).decode(bytes.subarray(start, dataStart));
  return { ...parseDictionary(text, name), dataStart };
}

/** The header, version 1.0, for little-endian elements in C order. */
export function formatNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  // Python writes a tuple of one with a trailing comma.
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const unpadded = 10 + text.length + 1;
  const total = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const padded = text + " ".repeat(total - unpadded) + "\n";
  const bytes = Uint8Array.from(`${MAGIC}\x01\x00\x00\x00${padded}`, (c) => c.charCodeAt(0));
  new DataView(bytes.buffer).setUint16(8, total - 10, true);
  return bytes;
}

/**
 * The header is a literal Python dictionary of three keys in any order. Each entry is taken out in
 * turn; what remains may be nothing but braces, commas and blanks.
 */
function parseDictionary(text: string, name: string): Omit<NpyHeader, "dataStart"> {
  let rest = text;
  const take = (entry: RegExp): string | undefined => {
    const found = entry.exec(rest);
    if (!found) return undefined;
    rest = rest.slice(0, found.index) + rest.slice(found.index + found[0].length);
    return found[1];
  };
  if (/["']descr["']\s*:\s*\[/.test(text)) {
    throw new FormatError(
      `Cannot read ${name}: it holds a structured array; save one of its fields at a time`,
    );
  }
  const descr = take(/["']descr["']\s*:\s*["']([^"']*)["']/);
  const order = take(/["']fortran_order["']\s*:\s*(True|False)\b/);
  // Python 2 wrote long integers as 3L.
  const shape = take(/["']shape["']\s*:\s*\(((?:\s*\d+L?\s*,)*(?:\s*\d+L?)?\s*)\)/);
  if (descr === undefined || order === undefined || shape === undefined) throw damaged(name);
  if (!/^\s*\{[\s,]*\}\s*$/.test(rest)) throw damaged(name);
  const lengths = shape.split(",").filter((part) => part.trim() !== "").map((part) =>
    parseInt(part)
  );
  return { descr, fortranOrder: order === "True", shape: lengths };
}

function truncated(name: string): FormatError {
  return new FormatError(`Cannot read ${name}: it ends within its .npy header`);
}

function damaged(name: string): FormatError {
  return new FormatError(`Cannot read ${name}: its .npy header is damaged`);
}
