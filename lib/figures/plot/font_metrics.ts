// Advance widths of Helvetica (and of Arial and Liberation Sans, which share them) in thousandths
// of the font size, for the characters from the space to the tilde.
const ASCII = [
  ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
];

const OTHERS: Readonly<Record<string, number>> = {
  "−": 584,
  "±": 584,
  "×": 584,
  "≈": 549,
  "∝": 713,
  "·": 333,
  "–": 556,
  "—": 1000,
  "…": 1000,
  "⟨": 390,
  "⟩": 390,
  "τ": 395,
  "φ": 648,
  "π": 690,
  "κ": 500,
  "λ": 500,
};

/** Characters of other scripts and symbols: wide enough not to be clipped. */
const UNKNOWN = 620;

/**
 * Width of a text in Helvetica, in the unit of `size`. Figures are laid out without a font at hand,
 * so that they come out the same on every machine.
 */
export function textWidth(text: string, size: number): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.charCodeAt(0) - 32;
    thousandths += ASCII[code] ?? OTHERS[character] ?? UNKNOWN;
  }
  return thousandths * size / 1000;
}
