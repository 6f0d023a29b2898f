/** Width of a single column of the APS journals (3 3/8 in), in mm. */
export const SINGLE_COLUMN = 86;

/** Width of a figure over both columns of the APS journals, in mm. */
export const DOUBLE_COLUMN = 178;

/** Points (1/72 in) in a millimetre. One unit of a figure's coordinates is one point. */
export const POINTS_PER_MM: number = 72 / 25.4;

/** Helvetica where there is one, else a face with the same metrics. */
export const FONT_FAMILY = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif";

/**
 * Font sizes in points. The APS asks for capitals of 2 mm, which is Helvetica of 7.9 points; numbers
 * along the axes and legends may be a little smaller.
 */
export const FONT = { label: 8, tick: 7.5, legend: 7.5, panel: 8 } as const;

/** Height of a capital and of a digit, and depth of a descender, as fractions of the font size. */
export const CAP_HEIGHT = 0.72;
export const DESCENT = 0.22;

/** Line widths in points: none is thinner than 0.5 pt, which printers lose. */
export const STROKE = { frame: 0.6, tick: 0.5, curve: 1, marker: 0.7, errorBar: 0.6 } as const;

/** Lengths of tick marks and their distance from their labels, in points. */
export const TICK = { major: 3.2, minor: 1.7, pad: 3 } as const;

/** Width of a marker in points. */
export const MARKER_SIZE = 3.6;
