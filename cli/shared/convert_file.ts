import {
  columnOf,
  type Configuration,
  decodeCsv,
  decodeSafetensors,
  encodeNpy,
  encodeNpz,
  encodeTextFrame,
  FormatError,
  type NpyArray,
  readBytes,
  readFieldFile,
  readText,
  type Sides,
  type Tensor,
  writeBytesAtomic,
  writeJsonAtomic,
  writeTextAtomic,
} from "../../mod.ts";

/** Converts one configuration and says in a line what was made. */
export async function convertConfiguration(
  input: string,
  output: string,
  sides: Sides,
): Promise<string> {
  const configuration = await readFieldFile(input, sides);
  const { width, height } = configuration;
  const written = await writeConfiguration(output, configuration);
  return `${output}: ${written} of ${width}×${height} sites`;
}

async function writeConfiguration(output: string, configuration: Configuration): Promise<string> {
  const { width, height, values: Q, force, density } = configuration;
  const columns = { Q, ...(force && { F: force }), ...(density && { n: density }) };
  const field = (data: Float64Array): NpyArray => ({ dtype: "<f8", shape: [height, width], data });
  if (output.endsWith(".npy")) {
    await writeBytesAtomic(output, encodeNpy(field(Q)));
    return "Q";
  }
  if (output.endsWith(".json")) {
    await writeJsonAtomic(output, { width, height, Q });
    return "Q";
  }
  if (output.endsWith(".npz")) {
    const arrays = Object.entries(columns).map(([name, data]) => [name, field(data)] as const);
    await writeBytesAtomic(output, encodeNpz(new Map(arrays)));
  } else {
    const text = encodeTextFrame({ Q, ...(force && { force }), ...(density && { density }) });
    await writeTextAtomic(output, text);
  }
  return Object.keys(columns).join(", ");
}

/** The columns of a table of numbers, as arrays by their names. */
export async function tableArrays(path: string): Promise<Map<string, NpyArray>> {
  const table = decodeCsv(await readText(path), path);
  return new Map(table.columns.map((name): [string, NpyArray] => {
    const data = columnOf(table, name, path);
    return [name, { dtype: "<f8", shape: [data.length], data }];
  }));
}

/** The tensors of a safetensors file, and its metadata as JSON in UTF-8 bytes. */
export async function tensorArrays(path: string): Promise<Map<string, NpyArray>> {
  const { tensors, metadata } = decodeSafetensors(await readBytes(path), path);
  const arrays = new Map([...tensors].map(([name, tensor]) => [name, arrayOf(tensor)] as const));
  if (Object.keys(metadata).length === 0) return arrays;
  if (arrays.has("metadata")) {
    throw new FormatError(`Cannot convert ${path}: a tensor in it is called "metadata"`);
  }
  const data = new TextEncoder().encode(JSON.stringify(metadata));
  return arrays.set("metadata", { dtype: "|u1", shape: [data.length], data });
}

function arrayOf({ dtype, shape, data }: Tensor): NpyArray {
  switch (dtype) {
    case "F64":
      return { dtype: "<f8", shape, data };
    case "F32":
      return { dtype: "<f4", shape, data };
    case "I64":
      return { dtype: "<i8", shape, data };
    case "U8":
      return { dtype: "|u1", shape, data };
    case "I32":
      return { dtype: "<i4", shape, data };
    case "I16":
    case "I8":
      return { dtype: "<i4", shape, data: Int32Array.from(data) };
  }
}
