import { shortNumber } from "./short_number.ts";

/**
 * The errors that a network's file states, in one line: "force: rms 0.0031, quench 0.0012". Training
 * writes such; a file made elsewhere may hold any JSON, of which all leaves are shown.
 */
export function describeErrors(errors: unknown): string {
  if (typeof errors === "object" && errors !== null && "unit" in errors) {
    const { unit, ...numbers } = errors;
    return `${unit}: ${leavesOf(numbers)}`;
  }
  return leavesOf(errors);
}

function leavesOf(value: unknown, key = ""): string {
  if (typeof value === "number") return `${key} ${shortNumber(value)}`.trim();
  if (typeof value !== "object" || value === null) return `${key} ${value}`.trim();
  return Object.entries(value).map(([k, inner]) => leavesOf(inner, `${key} ${k}`.trim()))
    .join(", ");
}
