import { FormatError } from "../errors.ts";

/** One tensor as the header describes it. */
export interface HeaderEntry {
  /** The tensor's name. */
  readonly name: string;
  /** The element type, not yet checked. */
  readonly dtype: string;
  /** Length along each axis. */
  readonly shape: readonly number[];
  /** First byte, counted from the end of the header. */
  readonly begin: number;
  /** One past the last byte. */
  readonly end: number;
}

/** The header of a safetensors file. */
export interface SafetensorsHeader {
  /** The tensors in the order of their bytes. */
  readonly entries: readonly HeaderEntry[];
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the tensors' bytes begin in the file. */
  readonly dataStart: number;
}

/** The format's own bound: nobody's header is longer, and a damaged length is caught here. */
const LONGEST_HEADER = 100_000_000;

/**
 * Parses and checks the header of a safetensors file: 8 bytes of length, then JSON.
 *
 * @param name how errors call the file
 * @throws {FormatError} if it is no such file, or its tensors do not fill it exactly
 */
export function parseSafetensorsHeader(bytes: Uint8Array, name: string): SafetensorsHeader {
  const fail = (why: string) => new FormatError(`Cannot read ${name}: ${why}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  const dataStart = 8 + length;
  if (length > LONGEST_HEADER || dataStart > bytes.length || bytes[8] !== "{".charCodeAt(0)) {
    throw fail("it is no safetensors file, or it is cut short");
  }
  const header = parseObject(bytes.subarray(8, dataStart));
  if (header === undefined) throw fail("its safetensors header is damaged");

  const { __metadata__: metadata = {}, ...described } = header;
  if (!isTextByKey(metadata)) throw fail("the metadata in its header is not text by key");
  const entries = Object.entries(described).map(([tensor, entry]) => {
    const parsed = parseEntry(tensor, entry);
    if (parsed === undefined) throw fail(`its header describes tensor "${tensor}" wrongly`);
    return parsed;
  });
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.begin !== end) {
      throw fail(`tensor "${entry.name}" begins at byte ${entry.begin} instead of ${end}`);
    }
    end = entry.end;
  }
  if (dataStart + end !== bytes.length) {
    throw fail(
      `its tensors take ${end} bytes, ${bytes.length - dataStart} are there ` +
        `(${dataStart + end > bytes.length ? "cut short" : "bytes after the end"})`,
    );
  }
  return { entries, metadata, dataStart };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseEntry(name: string, value: unknown): HeaderEntry | undefined {
  if (!isObject(value)) return undefined;
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  if (typeof dtype !== "string" || !areLengths(shape) || !areLengths(offsets)) return undefined;
  const [begin, end] = offsets;
  if (offsets.length !== 2 || begin > end || Object.keys(others).length > 0) return undefined;
  return { name, dtype, shape, begin, end };
}

function areLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isTextByKey(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((item) => typeof item === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
