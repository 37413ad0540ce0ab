import { join } from "node:path";
import { definePlugin, TweedieError } from "@tweedie/core";
import { fileLimits } from "@tweedie/core/files";
import { z } from "zod";
import { summarize } from "./builders/data-summary.ts";
import { finiteDataset } from "./builders/finite-dataset.ts";
import type { FiniteSet } from "./builders/finite-set.ts";
import { flip, path } from "./files/options.ts";
import { fileKind, missingData, readBytes } from "./files/read-file.ts";

const side = 32;
const pixels = side * side;
const record = 1 + 3 * pixels; // label, red, green, blue
const training = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
const heldOut = ["test_batch.bin"];
const names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const source = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";

/**
 * CIFAR-10 from its binary version, in [-1, 1]: 50,000 training images; the 10,000 images of the test batch are held out.
 *
 * Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 */
export default definePlugin({
  role: "data",
  summary: "CIFAR-10, from the files of its binary version",
  aliases: ["cifar"],
  options: z.strictObject({
    path: path("Folder of data_batch_1.bin to data_batch_5.bin and test_batch.bin.", "cifar-10-batches-bin"),
    flip,
    sigmaData: z.number().positive().default(0.5).describe("Standard deviation over all elements; 0.5 in EDM."),
  }),
  create({ path, flip, sigmaData }) {
    const absent = [...training, ...heldOut].filter((file) => fileKind(join(path, file)) !== "file");
    if (absent.length > 0) throw missingData(`${path} has no ${absent.join(", ")}`, `download and unpack ${source}`);
    return finiteDataset({
      shape: [side, side, 3],
      sigmaData,
      classes: names.length,
      flip,
      load: () => load(path),
      describe: (set) => summarize(set, { files: training.length + heldOut.length, classes: names }),
    });
  },
});

function load(folder: string): FiniteSet {
  const [before, after] = [training, heldOut].map((files) => files.map((file) => readBatch(join(folder, file))));
  const batches = [...before!, ...after!];
  const count = batches.reduce((sum, { length }) => sum + length / record, 0);
  const values = new Uint8Array(count * 3 * pixels);
  const labels = new Uint8Array(count);
  let index = 0;
  for (const batch of batches) {
    for (let at = 0; at < batch.length; at += record, index++) {
      labels[index] = batch[at]!;
      for (let channel = 0; channel < 3; channel++) {
        const plane = batch.subarray(at + 1 + channel * pixels, at + 1 + (channel + 1) * pixels);
        plane.forEach((value, pixel) => (values[(index * pixels + pixel) * 3 + channel] = value));
      }
    }
  }
  const first = before!.reduce((sum, { length }) => sum + length / record, 0);
  const all = Array.from(labels, (_, index) => index);
  return { values, range: [0, 255], labels, split: { training: all.slice(0, first), heldOut: all.slice(first) } };
}

function readBatch(file: string): Uint8Array {
  const bytes = readBytes(file, fileLimits.arrays);
  const fail = (what: string) => new TweedieError({ where: file, what, fix: `download and unpack ${source} again` });
  if (bytes.length === 0 || bytes.length % record !== 0) {
    throw fail(`has ${bytes.length} bytes, which is not a multiple of the record size of ${record}`);
  }
  for (let at = 0; at < bytes.length; at += record) {
    if (bytes[at]! > 9) throw fail(`has the label ${bytes[at]} in record ${at / record}; labels are 0 to 9`);
  }
  return bytes;
}
