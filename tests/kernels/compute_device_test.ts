import assert from "node:assert/strict";
import { siteProgram, siteWorkgroups } from "../../lib/kernels/webgpu/site_programs.ts";
import { tileProgram, tileWorkgroups } from "../../lib/kernels/webgpu/tile_programs.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { testDevice } from "../networks/webgpu_device.ts";

const device = await testDevice();
const ignore = device === undefined;
const out = (buffer: GPUBuffer) => ({ out: { buffer, type: "array<u32>", writes: true } });

Deno.test({
  name: "a buffer that the GPU cannot bind is refused in one line",
  ignore,
  fn() {
    assert.throws(() => device!.buffer("messages", 2 ** 50), {
      name: "UnavailableError",
      message:
        /^The lattice is too large for this GPU: it needs 1073741824 MiB for messages, .*\d MiB a buffer$/,
    });
  },
});

Deno.test({
  name: "a program that does not compile throws, with the compiler's words",
  ignore,
  async fn() {
    const buffer = device!.buffer("out", 16);
    const source = siteProgram({ width: 2, height: 2 }, "", "out[site] = nobody;");
    await assert.rejects(
      device!.checked(() => device!.program("wrong", source, out(buffer))),
      /nobody/,
    );
  },
});

for (const [width, height] of [[4, 6], [18, 4], [50, 34]]) {
  const lattice = new SquareLattice(width, height);
  const count = 4 * lattice.sites;

  Deno.test({
    name: `${width}×${height}: site programs know every site once, and its neighbours on the torus`,
    ignore,
    async fn() {
      const buffer = device!.buffer("out", 4 * count);
      const source = siteProgram(
        lattice,
        "",
        ["1, 0", "-1, 0", "0, 1", "0, -1"].map((step, d) =>
          `out[4u * site + ${d}u] += siteAt(x, y, ${step});`
        ).join("\n"),
      );
      const program = device!.program("neighbours", source, out(buffer));
      device!.run([{ ...program, workgroups: siteWorkgroups(lattice) }]);
      const found = new Uint32Array((await device!.read([buffer]))[0]);
      assert.deepEqual(sorted(found), sorted(lattice.neighbours));
    },
  });

  Deno.test({
    name: `${width}×${height}: the cores of tiles hold every site once, with its neighbours around`,
    ignore,
    async fn() {
      for (const margin of [1, 4, 5]) {
        const buffer = device!.buffer("out", 4 * count);
        const source = tileProgram(
          lattice,
          margin,
          `fn keep(place: Place) {
  if (place.exists) { tile[place.index] = vec2f(f32(place.site), 0.0f); }
}
fn write(place: Place) {
  if (!place.core) { return; }
  let at = 4u * place.site;
  out[at] += u32(tile[place.index + 1u].x);
  out[at + 1u] += u32(tile[place.index - 1u].x);
  out[at + 2u] += u32(tile[place.index + SIDE].x);
  out[at + 3u] += u32(tile[place.index - SIDE].x);
}`,
          "keep(a);\nkeep(b);\nworkgroupBarrier();\nwrite(a);\nwrite(b);",
        );
        const program = device!.program("tiles", source, out(buffer));
        device!.run([{ ...program, workgroups: tileWorkgroups(lattice, margin) }]);
        const found = new Uint32Array((await device!.read([buffer]))[0]);
        assert.deepEqual(sorted(found), sorted(lattice.neighbours), `margin ${margin}`);
      }
    },
  });
}

/** The neighbours of each site in ascending order. */
function sorted(neighbours: ArrayLike<number>): number[][] {
  return Array.from(
    { length: neighbours.length / 4 },
    (_, i) => [0, 1, 2, 3].map((a) => neighbours[4 * i + a]).sort((p, q) => p - q),
  );
}
