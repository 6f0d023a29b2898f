import { InvalidArgumentError } from "./commander.ts";

/** Parses a number as options take it; "0.1", "1e-3" and "-2" are numbers, "" and "x" are not. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new InvalidArgumentError(`"${text}" is not a number.`);
  }
  return value;
}

/** Parses an integer. */
export function parseInteger(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`"${text}" is not an integer.`);
  }
  return value;
}

/** Parses the sides of a lattice: "40" or "60x40" (width x height). */
export function parseSize(text: string): { width: number; height: number } {
  const match = /^(\d+)(?:[x×](\d+))?$/.exec(text.trim());
  if (!match) {
    throw new InvalidArgumentError(`"${text}" is not a size such as 40 or 60x40.`);
  }
  const width = Number(match[1]);
  return { width, height: match[2] === undefined ? width : Number(match[2]) };
}
