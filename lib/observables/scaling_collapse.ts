import { ParameterError, ShapeError } from "../errors.ts";
import { fitLine } from "./power_law.ts";

/** One curve of a scaling plot. */
export interface ScalingCurve {
  /** Rescaled abscissae in rising order. */
  readonly x: Float64Array;
  /** Rescaled ordinates. */
  readonly y: Float64Array;
  /** Standard errors of the ordinates. */
  readonly error?: Float64Array;
}

/** The part of the scaling plot in which the collapse is judged, both ends included. */
export interface ScalingRange {
  /** Smallest x. */
  readonly from: number;
  /** Largest x. */
  readonly to: number;
}

/**
 * A correlation function against r/L (Eq. 27): curves of all times fall onto one where dynamical
 * scaling holds.
 *
 * @throws {ParameterError} if L is not positive and finite
 */
export function rescaleCorrelation(
  curve: {
    readonly distance: Float64Array;
    readonly value: Float64Array;
    readonly error?: Float64Array;
  },
  L: number,
): ScalingCurve {
  requireLength(L);
  const { distance, value, error } = curve;
  return { x: distance.map((r) => r / L), y: value, ...(error && { error }) };
}

/**
 * A circular average of the structure factor as S/L² against kL, its scaling form in two
 * dimensions.
 *
 * @throws {ParameterError} if L is not positive and finite
 */
export function rescaleStructureFactor(
  profile: {
    readonly k: Float64Array;
    readonly S: Float64Array;
    readonly error?: Float64Array;
  },
  L: number,
): ScalingCurve {
  requireLength(L);
  const { k, S, error } = profile;
  return {
    x: k.map((k) => k * L),
    y: S.map((S) => S / L ** 2),
    ...(error && { error: error.map((error) => error / L ** 2) }),
  };
}

/**
 * Quality of a collapse by Houdayer and Hartmann (Phys. Rev. B 70, 014418 (2004)): the mean square
 * distance of each point from the master curve that the other curves define, in units of the errors
 * of both. About 1 where the curves agree within their errors, much larger where they do not. The
 * master curve at a point is the straight line through the two neighbouring points of every other
 * curve that reaches so far. Points of one C(r) are correlated, so values below 1 are common.
 *
 * @param curves at least two curves with errors; points whose error is not positive (such as C = 1
 *   at r = 0) take no part
 * @throws {ParameterError} if the curves do not overlap in the range or one has no errors
 */
export function houdayerHartmann(curves: readonly ScalingCurve[], range: ScalingRange): number {
  const usable = curves.map((curve) => {
    if (!curve.error) throw new ParameterError("Every curve needs errors for this quality");
    return pointsOf(curve, range).filter(({ error }) => error > 0);
  });
  let sum = 0, count = 0;
  usable.forEach((points, self) => {
    for (const { x, y, error } of points) {
      const near = usable.flatMap((other, o) => o === self ? [] : enclosing(other, x));
      if (near.length === 0) continue;
      const line = fitLine(
        near.map((p) => p.x - x),
        near.map((p) => p.y),
        near.map((p) => p.error ** -2),
      );
      sum += (y - line.intercept) ** 2 / (error ** 2 + line.interceptVariance);
      count++;
    }
  });
  return sum / requireOverlap(count);
}

/**
 * Quality of a collapse by Bhattacharjee and Seno (J. Phys. A 34, 6375 (2001)): the mean distance
 * |y - y'| of the points of each curve from the straight lines between the points of every other,
 * to the power q and back, in units of y. Zero for a perfect collapse; needs no errors, and compares
 * collapses in one range only.
 *
 * @param curves at least two curves
 * @param q the power, 1 when left out
 * @throws {ParameterError} if the curves do not overlap in the range
 */
export function bhattacharjeeSeno(
  curves: readonly ScalingCurve[],
  range: ScalingRange,
  q = 1,
): number {
  const usable = curves.map((curve) => pointsOf(curve, range));
  let sum = 0, count = 0;
  usable.forEach((points, self) => {
    for (const { x, y } of points) {
      usable.forEach((other, o) => {
        const [a, b] = o === self ? [] : enclosing(other, x);
        if (!a || !b) return;
        sum += Math.abs(y - a.y - (b.y - a.y) * (x - a.x) / (b.x - a.x)) ** q;
        count++;
      });
    }
  });
  return (sum / requireOverlap(count)) ** (1 / q);
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly error: number;
}

function pointsOf({ x, y, error }: ScalingCurve, { from, to }: ScalingRange): Point[] {
  if (y.length !== x.length || (error && error.length !== x.length)) {
    throw new ShapeError(
      `A curve has as many ordinates and errors as abscissae: got ${y.length} and ` +
        `${error?.length ?? "no"} for ${x.length}`,
    );
  }
  return Array.from(x, (x, j) => ({ x, y: y[j], error: error ? error[j] : NaN }))
    .filter((point) => point.x >= from && point.x <= to);
}

/** The two neighbouring points of a curve that enclose x; none if it does not reach so far. */
function enclosing(points: Point[], x: number): Point[] {
  const right = points.findIndex((point) => point.x >= x);
  if (right === 0 && points[0].x === x && points.length > 1) return points.slice(0, 2);
  return right > 0 ? points.slice(right - 1, right + 1) : [];
}

function requireOverlap(count: number): number {
  if (count === 0) {
    throw new ParameterError("The quality of a collapse needs curves that overlap in the range");
  }
  return count;
}

function requireLength(L: number): void {
  if (!(L > 0 && Number.isFinite(L))) {
    throw new ParameterError(`Lengths are scaled by a positive, finite L: current value is ${L}`);
  }
}
