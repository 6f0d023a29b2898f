import { cavityWgsl } from "./wgsl.ts";

/**
 * The inverse of A at the centre of the (2R + 1)² sites around each site, exact within and with the
 * messages of the tree from outside; z = pole. Column by column from both sides to the middle one:
 * what lies beyond a column adds -(its inverse) to it, as neighbouring columns are coupled by -1.
 *
 * Written out with a variable for each entry of the two symmetric matrices: a GPU keeps those in
 * registers, and an array with an index in slow memory.
 *
 * @param poles how many there are in all
 */
export function windowCentres(poles: number, radius: number) {
  const side = 2 * radius + 1;
  const entries = (name: string) => lowerTriangle(side).map(([i, j]) => entry(name, i, j));
  const rows = Array.from({ length: side }, (_, k) => k - radius);
  return {
    functions: `${cavityWgsl(poles)}
/** z of a window's site, less the messages from outside: beyond \`dx\`, and beyond \`dy\`. */
fn windowDiagonal(pole: u32, x: u32, y: u32, dx: i32, dy: i32) -> vec2f {
  let half = lastHalf(pole);
  var sum = diagonal(siteAt(x, y, dx, dy), poles[pole].eta);
  if (dx == ${radius}) {
    sum -= messages[messageAt(half, pole, 1u, siteAt(x, y, dx + 1, dy))];
  } else if (dx == -${radius}) {
    sum -= messages[messageAt(half, pole, 0u, siteAt(x, y, dx - 1, dy))];
  }
  if (dy == ${radius}) {
    sum -= messages[messageAt(half, pole, 3u, siteAt(x, y, dx, dy + 1))];
  } else if (dy == -${radius}) {
    sum -= messages[messageAt(half, pole, 2u, siteAt(x, y, dx, dy - 1))];
  }
  return sum;
}
`,
    body: `
${[...entries("left"), ...entries("right")].map((name) => `  var ${name} = vec2f();`).join("\n")}
  for (var dx = ${radius}; dx > 0; dx--) {
${addColumn("left", rows, "-dx")}
${addColumn("right", rows, "dx")}
    {
${minusInverse("left", side)}
    }
    {
${minusInverse("right", side)}
    }
  }
${
      lowerTriangle(side).map(([i, j]) => `  ${entry("left", i, j)} += ${entry("right", i, j)};`)
        .join("\n")
    }
${addColumn("left", rows, "0")}
${eliminateAllBut(radius, "left", side)}
  inverses[z * SITES + site] = inverse(${entry("left", radius, radius)});
`,
  };
}

/** The variable that holds M_ij of a symmetric matrix. */
function entry(matrix: string, i: number, j: number): string {
  return i >= j ? `${matrix}_${i}_${j}` : `${matrix}_${j}_${i}`;
}

function lowerTriangle(side: number): [number, number][] {
  return Array.from({ length: side }, (_, i) => i)
    .flatMap((i) => Array.from({ length: i + 1 }, (_, j): [number, number] => [i, j]));
}

/** Adds a column of A: its diagonal, and -1 between neighbours. */
function addColumn(matrix: string, rows: readonly number[], dx: string): string {
  return rows.flatMap((dy, k) => [
    `    ${entry(matrix, k, k)} += windowDiagonal(z, x, y, ${dx}, ${dy});`,
    ...(k === 0 ? [] : [`    ${entry(matrix, k, k - 1)}.x -= 1.0f;`]),
  ]).join("\n");
}

/**
 * Turns a matrix into minus its inverse by the sweep operator on every k: M_ij - M_ik M_kj/M_kk, with
 * M_ik/M_kk and -1/M_kk left in row and column k. Im A > 0 makes it stable without pivots.
 */
function minusInverse(matrix: string, side: number): string {
  const all = Array.from({ length: side }, (_, i) => i);
  return all.flatMap((k) => {
    const others = all.filter((i) => i !== k);
    return [
      `      let p${k} = inverse(${entry(matrix, k, k)});`,
      ...others.map((i) => `      let c${k}_${i} = times(${entry(matrix, i, k)}, p${k});`),
      ...updates(matrix, k, others),
      ...others.map((i) => `      ${entry(matrix, i, k)} = c${k}_${i};`),
      `      ${entry(matrix, k, k)} = -p${k};`,
    ];
  }).join("\n");
}

/** M_ij - M_ik M_kj/M_kk for these i and j. */
function updates(matrix: string, k: number, others: readonly number[]): string[] {
  return others.flatMap((i) =>
    others.filter((j) => j <= i).map((j) =>
      `      ${entry(matrix, i, j)} -= times(${entry(matrix, i, k)}, c${k}_${j});`
    )
  );
}

/** Eliminates every row and column but one, from the outer ones in: what is left there is 1/[M⁻¹]. */
function eliminateAllBut(centre: number, matrix: string, side: number): string {
  const order = Array.from({ length: centre }, (_, k) => [k, side - 1 - k]).flat();
  return order.flatMap((k, done) => {
    const others = [...order.slice(done + 1), centre];
    return [
      `  let p${k} = inverse(${entry(matrix, k, k)});`,
      ...others.map((i) => `  let c${k}_${i} = times(${entry(matrix, i, k)}, p${k});`),
      ...updates(matrix, k, others),
    ];
  }).join("\n");
}
