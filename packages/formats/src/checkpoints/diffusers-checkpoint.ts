import { TweedieError } from "@tweedie/core";
import type { ByteSource } from "../bytes/byte-source.ts";
import type { Checkpoint, CheckpointTensor, Setting, Settings } from "./checkpoint.ts";
import { jsonSettings } from "./json-settings.ts";
import { isSettings } from "./plain-settings.ts";
import { readTensorFile } from "./read-checkpoint.ts";
import { tensorTable } from "./tensor-table.ts";

/** Files of a folder, by paths with `/`. */
export interface FolderFiles {
  /** The folder, for messages. */
  readonly where: string;
  readonly paths: ReadonlySet<string>;
  /** Path of a file, for messages. */
  place(path: string): string;
  open(path: string): ByteSource;
}

/** Most bytes of a file of settings. */
const maxJson = 2 ** 24;

/** Names of the weights without their ending, in the order of preference. */
const stems = ["diffusion_pytorch_model", "model", "pytorch_model"];

/** Endings of weights, in the order of preference. With `.index.json` after it, a file lists weights in several files. */
const endings = [".safetensors", ".bin"];

/**
 * Reads the folder of a pipeline of diffusers (`unet/` or `transformer/`, and `scheduler/`), or of its network alone.
 *
 * @throws TweedieError naming the file.
 */
export function readDiffusersFolder(files: FolderFiles): Checkpoint {
  const { paths, where } = files;
  const folder = ["", "unet/", "transformer/"].find((name) => paths.has(`${name}config.json`));
  if (folder === undefined) {
    throw new TweedieError({
      where,
      what: "is no folder of diffusers: it has no config.json and no unet/config.json",
      fix: "give the folder of a pipeline or of its network, or a file",
    });
  }
  const config = readJson(files, `${folder}config.json`);
  const network = config["_class_name"];
  if (typeof network !== "string") {
    throw new TweedieError({ where: files.place(`${folder}config.json`), what: "has no _class_name" });
  }
  const scheduler = ["scheduler/scheduler_config.json", "scheduler_config.json"].find((path) => paths.has(path));
  return {
    format: "diffusers",
    network,
    options: Object.fromEntries(Object.entries(config).filter(([key]) => !key.startsWith("_"))),
    preconditioning: undefined,
    tensors: readWeights(files, folder),
    extras: {
      ...(scheduler !== undefined && { scheduler: readJson(files, scheduler) }),
      ...(typeof config["_diffusers_version"] === "string" && { diffusers: config["_diffusers_version"] }),
    },
  };
}

function readJson(files: FolderFiles, path: string): Settings {
  const where = files.place(path);
  const source = files.open(path);
  if (source.size > maxJson)
    throw new TweedieError({ where, what: `has ${source.size} bytes; at most ${maxJson} are allowed` });
  return jsonSettings(new TextDecoder().decode(source.read(0, source.size)), where);
}

function readWeights(files: FolderFiles, folder: string): ReadonlyMap<string, CheckpointTensor> {
  const { paths, where } = files;
  const candidates = endings.flatMap((ending) => stems.map((stem) => `${folder}${stem}${ending}`));
  for (const path of candidates) {
    if (paths.has(path)) return readTensorFile(files.open(path), files.place(path));
    if (paths.has(`${path}.index.json`)) return readShards(files, folder, `${path}.index.json`);
  }
  const others = [...paths].filter(
    (path) => path.startsWith(folder) && endings.some((ending) => path.endsWith(ending)),
  );
  const fix = others.length > 0 ? `rename ${others[0]!} to ${candidates[0]!}` : undefined;
  throw new TweedieError({ where, what: `has no weights: ${candidates[0]!} is missing`, fix });
}

/** Reads the files of a list `{ weight_map: { tensor: file } }`. Each tensor of the list must be in its file, and no others. */
function readShards(files: FolderFiles, folder: string, list: string): ReadonlyMap<string, CheckpointTensor> {
  const where = files.place(list);
  const fail = (what: string) => new TweedieError({ where, what });
  const map: Setting | undefined = readJson(files, list)["weight_map"];
  if (!isSettings(map)) throw fail("has no weight_map");
  const names = new Map<string, string[]>();
  for (const [tensor, file] of Object.entries(map)) {
    if (typeof file !== "string" || !files.paths.has(`${folder}${file}`)) {
      throw fail(`names the file ${JSON.stringify(file).slice(0, 100)}, which the folder does not have`);
    }
    const tensors = names.get(file);
    if (tensors) tensors.push(tensor);
    else names.set(file, [tensor]);
  }
  const sources = new Map([...names.keys()].map((file) => [file, files.open(`${folder}${file}`)]));
  const table = tensorTable(
    where,
    [...sources.values()].reduce((sum, { size }) => sum + size, 0),
  );
  for (const [file, tensors] of names) {
    const found = readTensorFile(sources.get(file)!, files.place(`${folder}${file}`));
    const wanted = new Set(tensors);
    const other = [...found.keys()].find((name) => !wanted.has(name)) ?? tensors.find((name) => !found.has(name));
    if (other !== undefined)
      throw fail(`does not match ${file}: only one of them has ${JSON.stringify(other.slice(0, 100))}`);
    for (const [name, tensor] of found) table.add(name, tensor);
  }
  return table.tensors;
}
