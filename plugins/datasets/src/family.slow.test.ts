import { join } from "node:path";
import { ndarray } from "@tweedie/core";
import { encodeNpy } from "@tweedie/formats";
import { testFamily } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { encode } from "fast-png";
import { afterAll } from "vitest";

const image = encode({ width: 2, height: 2, channels: 1, depth: 8, data: Uint8Array.of(0, 255, 9, 8) });
const batch = new Uint8Array(3_073);
const files = {
  "a.png": image,
  "b.png": image,
  "x.npy": encodeNpy(ndarray([2, 2], Float32Array.of(0, 1, -1, 0.5))),
  ...Object.fromEntries(
    ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"].map((name) => [
      `${name}.bin`,
      batch,
    ]),
  ),
};
const folder = temporaryFolder(files, afterAll);

testFamily(import.meta.dirname, {
  mixture: {
    options: {
      means: [
        [-1, 0],
        [1, 0],
      ],
    },
  },
  arrays: { options: { path: join(folder, "x.npy") } },
  cifar10: { options: { path: folder } },
  images: { options: { path: folder } },
});
