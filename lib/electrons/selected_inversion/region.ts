import type { Lattice } from "../../lattice/lattice.ts";

/**
 * Coordinates and connectivity of sets of sites of a torus, for the dissection: a scratchpad shared
 * by all the regions of one lattice, so that cutting costs time in proportion to the region cut.
 */
export class RegionChart {
  readonly lattice: Lattice;
  /** Column of each site, continued across the seam of the torus within the last unwrapped region. */
  readonly x: Int32Array;
  /** Row of each site, continued likewise. */
  readonly y: Int32Array;
  #mark: Int32Array;
  #stamp = 0;
  #queue: Int32Array;

  constructor(lattice: Lattice) {
    this.lattice = lattice;
    const { sites, width } = lattice;
    this.x = Int32Array.from({ length: sites }, (_, i) => i % width);
    this.y = Int32Array.from({ length: sites }, (_, i) => Math.floor(i / width));
    this.#mark = new Int32Array(sites);
    this.#queue = new Int32Array(sites);
  }

  /** The connected components of a set of sites. */
  components(sites: Int32Array): Int32Array[] {
    const { neighbours, coordination } = this.lattice;
    const mark = this.#mark, queue = this.#queue;
    const inside = ++this.#stamp;
    for (const i of sites) mark[i] = inside;
    const components: Int32Array[] = [];
    for (const start of sites) {
      if (mark[start] !== inside) continue;
      let length = 0;
      queue[length++] = start;
      mark[start] = 0;
      for (let head = 0; head < length; head++) {
        const first = coordination * queue[head];
        for (let a = 0; a < coordination; a++) {
          const j = neighbours[first + a];
          if (mark[j] !== inside) continue;
          mark[j] = 0;
          queue[length++] = j;
        }
      }
      components.push(queue.slice(0, length));
    }
    return components;
  }

  /**
   * Lays a connected region out in the plane, moving its sites by whole periods of the torus until
   * bonded sites are next to each other, and tells round which periods of the torus it closes on
   * itself, where that is impossible.
   */
  unwrap(region: Int32Array): { readonly closesInX: boolean; readonly closesInY: boolean } {
    const { neighbours, coordination, width, height } = this.lattice;
    const { x, y } = this;
    const mark = this.#mark, queue = this.#queue;
    const inside = ++this.#stamp, placed = ++this.#stamp;
    for (const i of region) mark[i] = inside;
    let closesInX = false, closesInY = false, length = 0;
    queue[length++] = region[0];
    mark[region[0]] = placed;
    for (let head = 0; head < length; head++) {
      const i = queue[head];
      for (let a = 0; a < coordination; a++) {
        const j = neighbours[coordination * i + a];
        if (mark[j] < inside) continue;
        const nextX = x[j] + width * Math.round((x[i] - x[j]) / width);
        const nextY = y[j] + height * Math.round((y[i] - y[j]) / height);
        if (mark[j] === inside) {
          x[j] = nextX;
          y[j] = nextY;
          mark[j] = placed;
          queue[length++] = j;
        } else {
          closesInX ||= x[j] !== nextX;
          closesInY ||= y[j] !== nextY;
        }
      }
    }
    return { closesInX, closesInY };
  }

  /**
   * Gives back the sites of a separator that touch one side only, and returns what is left of it.
   * The sites given back are appended to the part that they touch.
   */
  trim(separator: Int32Array, parts: Int32Array[]): { separator: Int32Array; parts: Int32Array[] } {
    const { neighbours, coordination } = this.lattice;
    const mark = this.#mark;
    const first = this.#stamp + 1;
    for (const part of parts) {
      this.#stamp++;
      for (const i of part) mark[i] = this.#stamp;
    }
    const kept: number[] = [];
    const returned: number[][] = parts.map(() => []);
    for (const i of separator) {
      let side = 0;
      for (let a = 0; a < coordination && side >= 0; a++) {
        const label = mark[neighbours[coordination * i + a]];
        if (label >= first && label !== side) side = side === 0 ? label : -1;
      }
      if (side > 0) {
        mark[i] = side;
        returned[side - first].push(i);
      } else kept.push(i);
    }
    return {
      separator: Int32Array.from(kept),
      parts: parts.map((part, p) =>
        returned[p].length > 0 ? Int32Array.from([...part, ...returned[p]]) : part
      ),
    };
  }
}
