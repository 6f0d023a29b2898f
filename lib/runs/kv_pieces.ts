/** How long texts are cut to fit the values of Deno KV, and put together again. */

/** Bytes in one value; Deno KV takes 65,536. */
const PIECE = 60_000;

/** One value's worth of a run's metrics. */
export interface MetricsPiece {
  /** Its place among the pieces of the run. */
  readonly index: number;
  /** Rows, each with a line feed. */
  readonly lines: string[];
  /** Their length in bytes. */
  length: number;
}

/** The pieces that change when rows are added after the piece `tail`; the last is the new tail. */
export function piecesWith(rows: readonly string[], tail?: MetricsPiece): MetricsPiece[] {
  const { index, lines, length } = tail ?? { index: 0, lines: [], length: 0 };
  let last: MetricsPiece = { index, lines: [...lines], length };
  const pieces = [last];
  for (const row of rows) {
    const bytes = encode(row).length + 1;
    if (last.length + bytes > PIECE) {
      last = { index: last.index + 1, lines: [], length: 0 };
      pieces.push(last);
    }
    last.lines.push(row + "\n");
    last.length += bytes;
  }
  return pieces;
}

/** Text as UTF-8. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** UTF-8 as text. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The bytes cut into values. */
export function split(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / PIECE);
  return Array.from({ length: count }, (_, i) => bytes.slice(i * PIECE, (i + 1) * PIECE));
}

/** The bytes of all pieces behind one another. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
