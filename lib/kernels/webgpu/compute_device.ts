import { UnavailableError } from "../../errors.ts";

/** A buffer as a program sees it. */
export interface Binding {
  /** The buffer. */
  readonly buffer: GPUBuffer;
  /** Its type in WGSL, such as `array<f32>`. */
  readonly type: string;
  /** Whether the program writes to it; it only reads when left out. */
  readonly writes?: boolean;
}

/** Numbers of workgroups along x, y and z. */
export type Workgroups = readonly [x: number, y: number, z: number];

/** A compiled program with its buffers. */
export interface Program {
  /** The program. */
  readonly pipeline: GPUComputePipeline;
  /** Its buffers. */
  readonly bindings: GPUBindGroup;
}

/** A program to be run on so many workgroups. */
export interface Dispatch extends Program {
  /** On how many. */
  readonly workgroups: Workgroups;
}

/** Storage buffers that any device offers to one program. */
const MOST_BINDINGS = 8;

/**
 * Buffers and programs on one GPU, freed together. Dispatches are recorded in bulk: what a step of
 * dynamics costs beside its arithmetic is the number of its dispatches.
 */
export class ComputeDevice {
  /** The device. */
  readonly device: GPUDevice;
  readonly #buffers: GPUBuffer[] = [];

  /** Buffers and programs on this device. */
  constructor(device: GPUDevice) {
    this.device = device;
  }

  /**
   * A buffer of zeros, or of this data.
   *
   * @param content number of bytes, or what it is to hold
   * @throws {UnavailableError} if the device takes no buffers of that size
   */
  buffer(name: string, content: number | Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) {
    const bytes = typeof content === "number" ? content : content.byteLength;
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const most = Math.min(Number(maxStorageBufferBindingSize), Number(maxBufferSize));
    if (bytes > most) {
      throw new UnavailableError(
        `The lattice is too large for this GPU: it needs ${mebibytes(bytes)} MiB for ${name}, of ` +
          `at most ${mebibytes(most)} MiB a buffer`,
      );
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    // Sizes are multiples of four bytes, and not zero.
    const buffer = this.device.createBuffer({ label: name, size: Math.max(16, bytes), usage });
    this.#buffers.push(buffer);
    if (typeof content !== "number") this.device.queue.writeBuffer(buffer, 0, content);
    return buffer;
  }

  /**
   * Compiles a program: `source` with a declaration for each of its buffers before it.
   *
   * @param source WGSL with the entry point `main`
   */
  program(name: string, source: string, buffers: Readonly<Record<string, Binding>>): Program {
    const { device } = this;
    const list = Object.entries(buffers);
    if (list.length > MOST_BINDINGS) throw new Error(`${name} has more buffers than all GPUs take`);
    const declarations = list.map(([variable, { type, writes }], binding) =>
      `@group(0) @binding(${binding}) var<storage, ${
        writes ? "read_write" : "read"
      }> ${variable}: ${type};`
    );
    const code = [...declarations, source].join("\n");
    const layout = device.createBindGroupLayout({
      label: name,
      entries: list.map(([, { writes }], binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: writes ? "storage" : "read-only-storage" },
      })),
    });
    return {
      pipeline: device.createComputePipeline({
        label: name,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module: device.createShaderModule({ label: name, code }), entryPoint: "main" },
      }),
      bindings: device.createBindGroup({
        label: name,
        layout,
        entries: list.map(([, { buffer }], binding) => ({ binding, resource: { buffer } })),
      }),
    };
  }

  /** Runs dispatches one after the other, `times` times over, without waiting for the end. */
  run(dispatches: readonly Dispatch[], times = 1): void {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let t = 0; t < times; t++) {
      for (const { pipeline, bindings, workgroups: [x, y, z] } of dispatches) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindings);
        pass.dispatchWorkgroups(x, y, z);
      }
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  /**
   * What buffers hold once everything before has run, in one transfer.
   *
   * @throws {UnavailableError} if the device was lost
   */
  async read(buffers: readonly GPUBuffer[]): Promise<ArrayBuffer[]> {
    const starts: number[] = [];
    const size = buffers.reduce((sum, buffer) => (starts.push(sum), sum + buffer.size), 0);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ label: "read back", size, usage });
    try {
      const encoder = this.device.createCommandEncoder();
      buffers.forEach((buffer, b) =>
        encoder.copyBufferToBuffer(buffer, 0, staging, starts[b], buffer.size)
      );
      this.device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const mapped = staging.getMappedRange();
      return buffers.map((buffer, b) => mapped.slice(starts[b], starts[b] + buffer.size));
    } catch (error) {
      throw new UnavailableError(`The GPU failed: ${firstLine(error)}`);
    } finally {
      staging.destroy();
    }
  }

  /**
   * What `make` returns, if the device had no complaint meanwhile.
   *
   * @throws {UnavailableError} if its memory did not suffice
   */
  async checked<T>(make: () => T): Promise<T> {
    const { device } = this;
    device.pushErrorScope("out-of-memory");
    device.pushErrorScope("validation");
    let made: T | undefined, thrown: unknown;
    try {
      made = make();
    } catch (error) {
      thrown = error;
    }
    // The last scope first; what lacks memory is also invalid.
    const invalid = await device.popErrorScope();
    const full = await device.popErrorScope();
    if (full !== null) {
      throw new UnavailableError(`The GPU has not enough memory: ${firstLine(full)}`);
    }
    if (thrown !== undefined) throw thrown;
    if (invalid !== null) throw new Error(invalid.message);
    return made as T;
  }

  /** Frees all buffers; nothing made here can be used afterwards. */
  close(): void {
    for (const buffer of this.#buffers.splice(0)) buffer.destroy();
  }
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function firstLine(error: unknown): string {
  const text = (error as { message?: string }).message ?? String(error);
  return text.split("\n")[0];
}
