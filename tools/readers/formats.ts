import { createHash } from "node:crypto";
import type { NDArray } from "@tweedie/core";
import { decodeImage, decodeNpy, decodeSafetensors, openNpz } from "@tweedie/formats";
import { npyFile, npzFile, safetensorsFile } from "./array-files.ts";
import {
  checkpointArrays,
  folderArrays,
  folderFile,
  pickleFile,
  storedNetworkFile,
  torchFile,
} from "./checkpoint-files.ts";
import type { Dice } from "./dice.ts";
import { pillowFile, pngFile } from "./image-files.ts";

/** A format: its files, and the content that Tweedie reads as one text, which the reference must read too. */
interface Format {
  make(dice: Dice): Uint8Array;
  read(bytes: Uint8Array): string;
}

/** Bits of NaN that both sides write for every NaN. */
const oneNaN = 0x7fc00000;

function arrayText({ shape, data }: NDArray): string {
  const bits = new Uint32Array(data.length);
  const view = new DataView(bits.buffer);
  data.forEach((value, i) =>
    Number.isNaN(value) ? view.setUint32(4 * i, oneNaN, true) : view.setFloat32(4 * i, value, true),
  );
  return `[${shape.join()}] ${createHash("sha256").update(bits).digest("hex")}`;
}

const arraysText = (arrays: readonly (readonly [string, NDArray])[]): string =>
  [...arrays]
    .map(([name, array]) => `${Buffer.from(name).toString("hex")} ${arrayText(array)}`)
    .sort()
    .join("\n");

function imageText(bytes: Uint8Array): string {
  const { width, height, channels, data } = decodeImage(bytes, "file");
  return `[${height},${width},${channels}] ${createHash("sha256").update(data).digest("hex")}`;
}

export const formats: Readonly<Record<string, Format>> = {
  npy: { make: npyFile, read: (bytes) => arrayText(decodeNpy(bytes, "file")) },
  npz: {
    make: npzFile,
    read(bytes) {
      const { names, read } = openNpz(bytes, "file");
      return arraysText(names.map((name) => [name, read(name)]));
    },
  },
  safetensors: {
    make: safetensorsFile,
    read: (bytes) => arraysText(Object.entries(decodeSafetensors(bytes, "file").arrays)),
  },
  pkl: { make: pickleFile, read: (bytes) => arraysText(checkpointArrays(bytes)) },
  pt: { make: torchFile, read: (bytes) => arraysText(checkpointArrays(bytes)) },
  stored: { make: storedNetworkFile, read: (bytes) => arraysText(checkpointArrays(bytes)) },
  folder: { make: folderFile, read: (bytes) => arraysText(folderArrays(bytes)) },
  png: { make: pngFile, read: imageText },
  jpg: { make: pillowFile("jpeg"), read: imageText },
  webp: { make: pillowFile("webp"), read: imageText },
};
