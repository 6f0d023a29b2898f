// Four complex numbers of single precision, real and imaginary parts in a register each. Functions
// come in pairs, since a function returns one register.

/** Re(a b). */
@inline export function timesRe(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f32x4.relaxed_nmadd(ai, bi, f32x4.mul(ar, br));
}

/** Im(a b). */
@inline export function timesIm(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f32x4.relaxed_madd(ai, br, f32x4.mul(ar, bi));
}

/** |a|². */
@inline export function modulusSquare(ar: v128, ai: v128): v128 {
  return f32x4.relaxed_madd(ai, ai, f32x4.mul(ar, ar));
}

/** 1/|a|²: Re(1/a) is Re a times that, Im(1/a) is -Im a times that. */
@inline export function inverseSquare(ar: v128, ai: v128): v128 {
  return f32x4.div(f32x4.splat(1), modulusSquare(ar, ai));
}

/** Re(c - a b). */
@inline export function lessProductRe(cr: v128, ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f32x4.relaxed_madd(ai, bi, f32x4.relaxed_nmadd(ar, br, cr));
}

/** Im(c - a b). */
@inline export function lessProductIm(ci: v128, ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f32x4.relaxed_nmadd(ai, br, f32x4.relaxed_nmadd(ar, bi, ci));
}
