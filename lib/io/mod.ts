/**
 * Files: NumPy arrays, safetensors, CSV and JSON, written so that a crash leaves no half of one.
 *
 * @module
 */

export * from "./atomic_write.ts";
export * from "./csv.ts";
export * from "./is_file.ts";
export * from "./json_text.ts";
export * from "./npy.ts";
export * from "./npy_field.ts";
export * from "./npz.ts";
export * from "./read_file.ts";
export * from "./safetensors.ts";
export * from "./jupyter.ts";
export * from "./sha256.ts";
export * from "./text_table.ts";
export * from "./field_file.ts";
export * from "./text_frame.ts";
