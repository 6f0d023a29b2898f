/** "(a)", "(b)" … for a figure of several panels; nothing for a single one. */
export function panelLabel(i: number, count: number): { label?: string } {
  return count < 2 ? {} : { label: `(${String.fromCharCode(97 + i % 26)})` };
}
