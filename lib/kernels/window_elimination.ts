/**
 * Writes the elimination of windows of sites as straight-line code: the source
 * `assembly/cavity/window_elimination.ts`, which is made when kernels are built and not kept.
 *
 * A window has (2R + 1)² sites; A has z on the diagonal, less the messages from outside, and -1
 * between neighbours. Sites are eliminated one by one, the centre last: what is left there is 1/G.
 * The next one is always that which takes the fewest multiplications, and of equals that furthest
 * from the centre. Im A > 0 makes it stable without pivots. With products by the -1 of a bond left
 * out, that is half of the arithmetic that eliminating whole columns of the window takes.
 */

const RADII = [1, 2, 3];

/** An entry of A: that of a bond, as yet untouched, or one held in two variables by this name. */
type Entry = { readonly bond: true } | { readonly bond: false; readonly name: string };

/** Real and imaginary part that an entry starts from. */
type Start = { readonly r: string; readonly i: string } | undefined;

const BOND: Entry = { bond: true };

/** Directions as quantities of the node: what a site receives from +x, -x, +y, -y. */
const STEPS = [[1, 0], [-1, 0], [0, 1], [0, -1]] as const;
/** Bytes of each from the first, as variables of the code. */
const QUANTITIES = ["0", "c", "c2", "c3"];

/** A window being eliminated, and the code that does it. */
class Elimination {
  readonly lines: string[] = [];
  readonly #radius: number;
  readonly #side: number;
  /** By site, the entries in its row that are not zero and not yet eliminated. */
  readonly #rows: Map<number, Entry>[];
  readonly #loaded = new Set<number>();
  #temporaries = 0;

  constructor(radius: number) {
    this.#radius = radius;
    this.#side = 2 * radius + 1;
    this.#rows = Array.from({ length: this.#side ** 2 }, () => new Map());
    this.#rows.forEach((row, i) => {
      const [dx, dy] = this.#offset(i);
      for (const [sx, sy] of STEPS) {
        if (this.#inside(dx + sx, dy + sy)) row.set(this.#site(dx + sx, dy + sy), BOND);
      }
    });
  }

  /** Eliminates all sites but the centre, and returns its name. */
  run(): string {
    const centre = this.#site(0, 0);
    const left = new Set(this.#rows.keys());
    left.delete(centre);
    while (left.size > 0) {
      const next = [...left].reduce((best, i) => this.#cost(i) < this.#cost(best) ? i : best);
      left.delete(next);
      this.#eliminate(next);
    }
    return this.#diagonal(centre);
  }

  #eliminate(k: number): void {
    const pivot = this.#diagonal(k);
    const inverse = this.#temporary();
    this.lines.push(
      `// Site (${this.#offset(k).join(", ")}).`,
      `const ${inverse}s = inverseSquare(${pivot}r, ${pivot}i);`,
      `const ${inverse}r = f32x4.mul(${pivot}r, ${inverse}s);`,
      `const ${inverse}i = f32x4.neg(f32x4.mul(${pivot}i, ${inverse}s));`,
    );
    const row = [...this.#rows[k]];
    // A_ik/A_kk; of a bond it is the inverse with the other sign.
    const factors = row.map(([, entry]) =>
      entry.bond ? undefined : this.#product(entry.name, inverse)
    );
    row.forEach(([i, entry], a) => {
      for (let b = 0; b <= a; b++) {
        const [j, other] = row[b];
        // A_ij - A_ik A_kj/A_kk.
        const { target, start } = i === j
          ? { target: this.#diagonal(i), start: undefined }
          : this.#entry(i, j);
        if (entry.bond && other.bond) this.#set(target, start, inverse, "sub");
        else if (entry.bond) this.#set(target, start, factors[b]!, "add");
        else if (other.bond) this.#set(target, start, factors[a]!, "add");
        else this.#subtractProduct(target, start, factors[a]!, other.name);
      }
    });
    for (const [i] of row) this.#rows[i].delete(k);
  }

  #product(a: string, b: string): string {
    const name = this.#temporary();
    this.lines.push(
      `const ${name}r = timesRe(${a}r, ${a}i, ${b}r, ${b}i);`,
      `const ${name}i = timesIm(${a}r, ${a}i, ${b}r, ${b}i);`,
    );
    return name;
  }

  /** Adds to or subtracts from an entry, which is made of its start where it has one. */
  #set(target: string, start: Start, term: string, operation: "add" | "sub"): void {
    for (const part of ["r", "i"] as const) {
      const from = start === undefined ? target + part : start[part];
      this.lines.push(
        `${declare(start)}${target}${part} = f32x4.${operation}(${from}, ${term}${part});`,
      );
    }
  }

  #subtractProduct(target: string, start: Start, a: string, b: string): void {
    for (const [part, product] of [["r", "lessProductRe"], ["i", "lessProductIm"]] as const) {
      const from = start === undefined ? target + part : start[part];
      this.lines.push(
        `${declare(start)}${target}${part} = ${product}(${from}, ${a}r, ${a}i, ${b}r, ${b}i);`,
      );
    }
  }

  /** z of a site less the messages from outside the window, loaded where it is first needed. */
  #diagonal(i: number): string {
    const name = `z${i}`;
    if (this.#loaded.has(i)) return name;
    this.#loaded.add(i);
    const [dx, dy] = this.#offset(i);
    const at = (address: string) => `${address}${dy + this.#radius} + at ${signed(4 * dx)}`;
    this.lines.push(`let ${name}r = v128.load(${at("v")}), ${name}i = y;`);
    STEPS.forEach(([sx, sy], direction) => {
      if (this.#inside(dx + sx, dy + sy)) return;
      const from = `${at("m")} + ${QUANTITIES[direction]}`;
      this.lines.push(
        `${name}r = f32x4.sub(${name}r, v128.load(${from}));`,
        `${name}i = f32x4.sub(${name}i, v128.load(${from} + p));`,
      );
    });
    return name;
  }

  /** The name of A_ij, and what it is so far where that is not in its variables yet. */
  #entry(i: number, j: number): { target: string; start: Start } {
    const entry = this.#rows[i].get(j);
    if (entry !== undefined && !entry.bond) return { target: entry.name, start: undefined };
    const target = `a${Math.max(i, j)}_${Math.min(i, j)}`;
    this.#rows[i].set(j, { bond: false, name: target });
    this.#rows[j].set(i, { bond: false, name: target });
    return { target, start: { r: entry === undefined ? "zero" : "minusOne", i: "zero" } };
  }

  /** Multiplications that eliminating a site takes, and how close to the centre it lies. */
  #cost(i: number): number {
    const entries = [...this.#rows[i].values()];
    let products = 0;
    entries.forEach((a, k) => {
      for (const b of entries.slice(0, k + 1)) {
        products += a.bond && b.bond ? 0.5 : a.bond || b.bond ? 0.5 : 1;
      }
    });
    const [dx, dy] = this.#offset(i);
    return products - 1e-3 * (dx * dx + dy * dy);
  }

  #site(dx: number, dy: number): number {
    return dx + this.#radius + this.#side * (dy + this.#radius);
  }

  #offset(i: number): [number, number] {
    return [i % this.#side - this.#radius, Math.floor(i / this.#side) - this.#radius];
  }

  #inside(dx: number, dy: number): boolean {
    return Math.max(Math.abs(dx), Math.abs(dy)) <= this.#radius;
  }

  #temporary(): string {
    return `t${this.#temporaries++}`;
  }
}

function declare(start: Start): string {
  return start === undefined ? "" : "let ";
}

function signed(n: number): string {
  return n < 0 ? `- ${-n}` : `+ ${n}`;
}

/** The function of one radius. */
function windowFunction(radius: number): string[] {
  const elimination = new Elimination(radius);
  const centre = elimination.run();
  const rows = Array.from({ length: 2 * radius + 1 }, (_, k) => `v${k}`);
  return [
    `/** G at the centres of the windows of ${
      (2 * radius + 1) ** 2
    } sites around the sites of a row. */`,
    `export function windowRow${radius}(`,
    `  ${rows.map((v) => `${v}: usize`).join(", ")},`,
    `  eta: f32, node: usize, target: usize, row: i32,`,
    `): void {`,
    `  const y = f32x4.splat(eta), zero = f32x4.splat(0), minusOne = f32x4.splat(-1);`,
    `  const p = planeBytes, c = complexBytes, c2 = 2 * c, c3 = 3 * c;`,
    ...rows.map((_, k) => `  const m${k} = rowOf(node, row ${signed(k - radius)});`),
    `  const to = rowOf(target, row), end = <usize>width << 2;`,
    `  for (let at: usize = 0; at < end; at += 16) {`,
    ...elimination.lines.map((line) => `    ${line}`),
    `    const scale = inverseSquare(${centre}r, ${centre}i);`,
    `    v128.store(to + at, f32x4.mul(${centre}r, scale));`,
    `    v128.store(to + at + p, f32x4.neg(f32x4.mul(${centre}i, scale)));`,
    `  }`,
    `}`,
  ];
}

/** The source of the elimination for all radii. */
export function windowEliminationSource(): string {
  return [
    `import { inverseSquare, lessProductIm, lessProductRe, timesIm, timesRe } from "./complex";`,
    `import { complexBytes, planeBytes, rowOf, width } from "./rows";`,
    ...RADII.flatMap((radius) => ["", ...windowFunction(radius)]),
    ``,
  ].join("\n");
}
