import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bytesSource, type Checkpoint, encodeCheckpoint, readCheckpoint, readDiffusersFolder } from "@tweedie/formats";
import { type NDArray, TweedieError } from "@tweedie/core";
import { type Dice, mutated } from "./dice.ts";

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../packages/formats/src/checkpoints/fixtures/${name}`, import.meta.url)));

const pickles = [0, 1, 2, 3, 4, 5]
  .map((protocol) => `edm-protocol-${protocol}.pkl`)
  .concat(["hostile-network.pkl", "hostile-loss.pkl", "hostile-weight.pkl", "hostile-option.pkl"]);
const torchFiles = ["state.pt", "state-legacy.pt", "state-nested.pth", "unsigned.pt"];

const oneOf = (names: readonly string[]): ((dice: Dice) => Uint8Array) => {
  const files = names.map(fixture);
  return (dice) => dice.pick(files);
};

/** Returns a pickle with the structure of EDM's, in one of the protocols; some have calls of `os.system`. */
export const pickleFile = oneOf(pickles);

/** Returns a state dict as torch writes it, in a zip archive or in the legacy format. */
export const torchFile = oneOf(torchFiles);

/** Makes a network that is stored as safetensors with metadata. */
export function storedNetworkFile(dice: Dice): Uint8Array {
  const array = (): NDArray => {
    const shape = Array.from({ length: dice.below(4) }, () => 1 + dice.below(3));
    const size = shape.reduce((product, extent) => product * extent, 1);
    return { shape, data: Float32Array.from({ length: size }, () => dice.below(100) - 50) };
  };
  return encodeCheckpoint({
    network: dice.pick(["SongUNet", "UNet2DModel"]),
    options: { channel_mult: [1, dice.below(9)], dropout: 0.1, label: null },
    preconditioning: dice.chance(0.5) ? { name: "EDMPrecond", options: { sigma_data: 0.5 } } : undefined,
    extras: { source: "test" },
    tensors: { "a.weight": array(), "a.bias": array() },
  });
}

const folders = [
  [
    "pipeline",
    "model_index.json unet/config.json unet/diffusion_pytorch_model.safetensors scheduler/scheduler_config.json",
  ],
  [
    "sharded",
    "config.json diffusion_pytorch_model.safetensors.index.json diffusion_pytorch_model-00001-of-00002.safetensors diffusion_pytorch_model-00002-of-00002.safetensors",
  ],
  ["bin", "config.json diffusion_pytorch_model.bin"],
] as const;

/** Contents of the folders by path. */
const folderFiles = folders.map(([folder, names]) =>
  names.split(" ").map((name) => [name, fixture(`${folder}/${name}`)] as const),
);

/** Makes a folder of diffusers with at most one changed, renamed or missing file, as one JSON object with the files in base64. */
export function folderFile(dice: Dice): Uint8Array {
  const files = new Map(dice.pick(folderFiles));
  if (dice.chance(0.8)) {
    const name = dice.pick([...files.keys()]);
    const content = files.get(name)!;
    if (dice.chance(0.15)) files.delete(name);
    else files.set(name, mutated(content, dice));
  }
  const listed = [...files].map(([name, content]) => [name, Buffer.from(content).toString("base64")]);
  return Buffer.from(JSON.stringify(Object.fromEntries(listed)));
}

/** The tensors of a checkpoint of one file. */
export const checkpointArrays = (bytes: Uint8Array): [string, NDArray][] =>
  arraysOf(readCheckpoint(bytesSource(bytes), "file"));

/** The tensors of a folder that `folderFile` has made. */
export function folderArrays(bytes: Uint8Array): [string, NDArray][] {
  const files = new Map(Object.entries(parsed(bytes)));
  const folder = readDiffusersFolder({
    where: "folder",
    paths: new Set(files.keys()),
    place: (path) => path,
    open: (path) => bytesSource(Buffer.from(files.get(path)!, "base64")),
  });
  return arraysOf(folder);
}

const arraysOf = ({ tensors }: Checkpoint): [string, NDArray][] =>
  [...tensors].map(([name, { shape, read }]) => [name, { shape, data: read() }]);

/** The contents by path. A change of the JSON object itself is no test of a reader. */
function parsed(bytes: Uint8Array): Record<string, string> {
  try {
    const files = JSON.parse(Buffer.from(bytes).toString()) as Record<string, string>;
    return Object.fromEntries(Object.entries(files).filter(([, content]) => typeof content === "string"));
  } catch {
    throw new TweedieError({ where: "folder", what: "is no JSON object" });
  }
}
