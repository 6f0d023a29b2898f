import assert from "node:assert/strict";
import { ParameterError } from "../../../lib/errors.ts";
import { dissect, type Separator } from "../../../lib/electrons/selected_inversion/dissection.ts";
import {
  amalgamate,
  type Supernode,
  supernodeOperations,
  symbolicFactorization,
} from "../../../lib/electrons/selected_inversion/symbolic.ts";
import type { Lattice } from "../../../lib/lattice/lattice.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";
import { HoneycombLattice } from "../../../lib/lattice/honeycomb_lattice.ts";
import { longBonds } from "./lattices.ts";

const LATTICES: readonly Lattice[] = [
  ...[[4, 4], [6, 4], [4, 6], [8, 8], [12, 10], [14, 40], [22, 16], [60, 8], [30, 30], [70, 40]]
    .map(([width, height]) => new SquareLattice(width, height)),
  new HoneycombLattice(12, 12),
  new HoneycombLattice(8, 26),
];

function allSites({ sites, parts }: Separator): number[] {
  return [...sites, ...parts.flatMap(allSites)];
}

Deno.test("every site is in one separator", () => {
  for (const lattice of LATTICES) {
    const sites = dissect(lattice).flatMap(allSites).sort((a, b) => a - b);
    assert.deepEqual(sites, Array.from({ length: lattice.sites }, (_, i) => i));
  }
});

Deno.test("no bond joins two parts of a separator", () => {
  for (const lattice of LATTICES) {
    const check = ({ parts }: Separator) => {
      const part = new Map(parts.flatMap((p, k) => allSites(p).map((site) => [site, k])));
      for (const [site, k] of part) {
        const first = lattice.coordination * site;
        for (const j of lattice.neighbours.subarray(first, first + lattice.coordination)) {
          assert.ok((part.get(j) ?? k) === k);
        }
      }
      parts.forEach(check);
    };
    dissect(lattice).forEach(check);
  }
});

/** Fill-in by elimination of one site after another: the definition. */
function eliminate(lattice: Lattice, order: readonly number[]): Set<number>[] {
  const { neighbours, coordination, sites } = lattice;
  const coupled = Array.from(
    { length: sites },
    (_, i) => new Set(neighbours.subarray(coordination * i, coordination * (i + 1))),
  );
  for (const i of order) {
    for (const a of coupled[i]) {
      coupled[a].delete(i);
      for (const b of coupled[i]) if (a !== b) coupled[a].add(b);
    }
  }
  return coupled;
}

function eliminationOrder(nodes: readonly Supernode[]): number[] {
  return nodes.flatMap(({ pivots }) => [...pivots].reverse());
}

Deno.test("the rows of a supernode hold all the fill-in of its pivots, and none without merging", () => {
  for (const lattice of LATTICES.filter(({ sites }) => sites <= 640)) {
    const exact = symbolicFactorization(lattice, dissect(lattice));
    for (const nodes of [exact, amalgamate(exact)]) {
      const coupled = eliminate(lattice, eliminationOrder(nodes));
      for (const { pivots, rows } of nodes) {
        const own = new Set([...pivots, ...rows]);
        for (const i of pivots) for (const j of coupled[i]) assert.ok(own.has(j));
        const union = new Set([...pivots].flatMap((i) => [...coupled[i]]));
        if (nodes === exact) { for (const j of rows) assert.ok(union.has(j)); }
      }
    }
  }
});

Deno.test("supernodes are in postorder, and their rows among those of their parents", () => {
  for (const lattice of LATTICES) {
    const nodes = amalgamate(symbolicFactorization(lattice, dissect(lattice)));
    nodes.forEach(({ rows, parent, children }, k) => {
      for (const child of children) assert.ok(child < k && nodes[child].parent === k);
      if (parent < 0) return assert.equal(rows.length, 0);
      const above = new Set([...nodes[parent].pivots, ...nodes[parent].rows]);
      assert.ok(parent > k && rows.every((j) => above.has(j)));
    });
  }
});

Deno.test("diagonal separators need less than half the arithmetic of rows and columns", () => {
  // Rows and columns take 3.4, 15 and 60 million complex multiply-adds on these.
  for (const [side, millions] of [[40, 1.5], [64, 6.5], [100, 26]]) {
    const lattice = new SquareLattice(side);
    const nodes = amalgamate(symbolicFactorization(lattice, dissect(lattice)));
    const operations = nodes.reduce(
      (sum, { pivots, rows }) => sum + supernodeOperations(pivots.length, rows.length),
      0,
    );
    assert.ok(operations < millions * 1e6);
  }
});

Deno.test("elongated lattices cost no more a site than square ones", () => {
  const perSite = (width: number, height: number) => {
    const lattice = new SquareLattice(width, height);
    const nodes = symbolicFactorization(lattice, dissect(lattice));
    return nodes.reduce(
      (sum, { pivots, rows }) => sum + supernodeOperations(pivots.length, rows.length),
      0,
    ) / lattice.sites;
  };
  const square = perSite(20, 20);
  for (const [width, height] of [[20, 26], [20, 30], [20, 34], [50, 20], [20, 80], [400, 20]]) {
    assert.ok(perSite(width, height) < 1.8 * square);
  }
});

Deno.test("bonds between sites that are not next to each other are refused", () => {
  assert.throws(() => dissect(longBonds(8, 8)), (error) => {
    assert.ok(error instanceof ParameterError);
    assert.match(error.message, /site 0 is bonded to site 2 of the 8×8 lattice/);
    return true;
  });
});
