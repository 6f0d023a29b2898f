import { recordJson } from "./run_json.ts";
import {
  type ArtifactTrace,
  isUserError,
  networkSha256,
  ParameterError,
  readDataSet,
  readNetwork,
  type RunStore,
  sha256File,
  shippedWeights,
  traceArtifact,
} from "../../mod.ts";

/** A file's trace. */
export interface FileTrace extends ArtifactTrace {
  /** The file. */
  readonly file: string;
}

/**
 * Where a file comes from: found by its bytes, or else by the network or the data set that it holds.
 *
 * @throws {ParameterError} if no run of the store wrote it
 */
export async function traceFile(store: RunStore, file: string): Promise<FileTrace> {
  const { sha256 } = await sha256File(file);
  const trace = await traceArtifact(store, sha256, file);
  if (trace.run !== undefined) return { file, ...trace };
  const contents = await contentsOf(file);
  const byContents = contents === undefined ? undefined : await traceArtifact(store, contents);
  if (byContents?.run !== undefined) return { file, ...byContents };
  throw new ParameterError(
    `No run in ${store.path} wrote ${file}: none has a file of SHA-256 ${sha256}`,
  );
}

/** SHA-256 of the network or data set that a file holds; undefined if it holds none. */
async function contentsOf(file: string): Promise<string | undefined> {
  try {
    if (/\.(safetensors|json)$/.test(file)) return networkSha256(await readNetwork(file));
    if (file.endsWith(".npz")) return (await readDataSet(file)).sha256;
  } catch (error) {
    if (!isUserError(error)) throw error;
  }
  return undefined;
}

/** The trace for people: each run below what it wrote, what it read below the run. */
export async function describeTrace(trace: FileTrace): Promise<string> {
  const shipped = new Map((await shippedWeights()).map(({ name, sha256 }) => [sha256, name]));
  return linesOf(trace, trace.file, shipped).join("\n");
}

function linesOf(
  { sha256, run, artifact, others, input, inputs }: ArtifactTrace,
  title: string,
  shipped: ReadonlyMap<string, string>,
): string[] {
  const head = `${title}  sha256 ${sha256}`;
  if (run === undefined) {
    const name = shipped.get(sha256);
    return [
      head,
      name === undefined ? "  no run in this store" : `  comes with nearsight: ${name}`,
    ];
  }
  const { id, verb, status, startedAt, seed, configHash, versions, commit, parent } = run;
  const software = `nearsight ${versions.nearsight}${commit ? `, commit ${commit}` : ""}`;
  const elsewhere = artifact === undefined
    ? ["  (the run has written over it since)"]
    : artifact.path === title || artifact.path === input?.source
    ? []
    : [`  as ${artifact.path}`];
  return [
    head,
    ...elsewhere,
    `  ${verb} ${id}, ${status}, begun ${startedAt.replace(/\.\d+Z$/, "Z")}`,
    `  seed ${seed ?? "none"}, config ${configHash}, ${software}`,
    ...(parent === undefined ? [] : [`  goes on from run ${parent}`]),
    ...(others.length === 0 ? [] : [`  the same bytes were written by ${others.join(", ")}`]),
    ...inputs.flatMap((one) => {
      const { key, source } = one.input ?? { key: "" };
      const name = source === undefined ? key : `${key} ${source}`;
      return linesOf(one, name, shipped).map((line) => `    ${line}`);
    }),
  ];
}

/** The trace as JSON can hold it. */
export function traceJson({ run, inputs, ...trace }: ArtifactTrace): unknown {
  return {
    ...trace,
    ...(run && { run: recordJson(run) }),
    inputs: inputs.map(traceJson),
  };
}
