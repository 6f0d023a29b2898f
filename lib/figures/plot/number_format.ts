import { format } from "./d3.ts";

/** The number with that many decimals and a minus sign (U+2212), never "−0". */
export function formatFixed(value: number, decimals: number): string {
  const text = format(`.${Math.max(0, decimals)}f`)(value);
  return /^−0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** 10ⁿ as a label. */
export function powerOfTen(exponent: number): string {
  return `10^{${formatFixed(exponent, 0)}}`;
}

/** Without zeros at the end of the decimals. */
function trim(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The number with at most `digits` significant digits, as m × 10ⁿ where it is very large or small. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e").map(Number);
  if (exponent >= -3 && exponent < 5) return trim(formatFixed(value, digits - 1 - exponent));
  const shown = trim(formatFixed(mantissa, digits - 1));
  return shown === "1" ? powerOfTen(exponent) : `${shown} × ${powerOfTen(exponent)}`;
}

/**
 * "0.115 ± 0.004": the error to one significant digit (two where that is a 1), the value to the
 * same decimal. Without a finite positive error the value alone, to three digits.
 */
export function formatUncertain(value: number, error: number): string {
  if (!(error > 0) || !Number.isFinite(error)) return formatNumber(value);
  const [digits, exponent] = error.toExponential(1).split("e");
  const decimals = Math.max(0, (digits.startsWith("1") ? 1 : 0) - Number(exponent));
  return `${formatFixed(value, decimals)} ± ${formatFixed(error, decimals)}`;
}
