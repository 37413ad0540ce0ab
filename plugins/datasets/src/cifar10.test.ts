import { join } from "node:path";
import { random, type Dataset } from "@tweedie/core";
import { testDataset } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import plugin from "./cifar10.ts";

/** Records of the binary version: a label, then 1,024 bytes each of red, green and blue. */
const batch = (seed: number, count = 4, label = (i: number) => (seed + i) % 10) => {
  const bytes = Uint8Array.from(random(seed, "pixels").uniform(count * 3_073), (u) => 256 * u);
  for (let i = 0; i < count; i++) bytes[i * 3_073] = label(i);
  return bytes;
};
const files = Object.fromEntries([
  ...[1, 2, 3, 4, 5].map((i) => [`data_batch_${i}.bin`, batch(i)] as const),
  ["test_batch.bin", batch(6, 3)] as const,
]);
const path = temporaryFolder(files, afterAll);
const make = (options: object): Dataset => plugin.create(plugin.options.parse(options) as never);

testDataset(plugin, { options: { path, sigmaData: 0.577 }, count: 500 });

test("trains on the batches and holds out the test batch, with labels, channels last", () => {
  const data = make({ path });
  expect(data.shape).toEqual([32, 32, 3]);
  expect(data.labelled!.classes).toBe(10);
  const { samples, labels } = data.labelled!.heldOut(random(0, "h"), 100);
  expect([...labels.data].sort()).toEqual([6, 7, 8]);
  const bytes = files["test_batch.bin"]!;
  labels.data.forEach((label, i) => {
    const start = (label - 6) * 3_073 + 1;
    for (const [y, x, c] of [
      [0, 0, 0],
      [3, 31, 1],
      [31, 2, 2],
    ] as const) {
      const value = samples.data[((i * 32 + y) * 32 + x) * 3 + c]!;
      expect(value).toBeCloseTo((2 / 255) * bytes[start + c * 1_024 + y * 32 + x]! - 1, 5);
    }
  });
  const drawn = data.labelled!.sample(random(0, "s"), 300);
  const firsts = new Set(drawn.samples.data.filter((_, i) => i % 3_072 === 0));
  expect(firsts.size).toBeGreaterThan(15);
});

describe("errors", () => {
  test("missing files are named, with the address of the archive", () => {
    const { "data_batch_3.bin": _, "test_batch.bin": __, ...rest } = files;
    const folder = temporaryFolder(rest);
    expect(() => make({ path: folder })).toThrow(`data.path: ${folder} has no data_batch_3.bin, test_batch.bin`);
    expect(() => make({ path: folder })).toThrow("cifar-10-binary.tar.gz");
    expect(() => make({ path: join(folder, "none") })).toThrow("has no data_batch_1.bin, data_batch_2.bin");
  });
  test.each<[string, Uint8Array, string]>([
    [
      "a truncated file",
      batch(1).subarray(0, 5_000),
      "data_batch_1.bin: has 5000 bytes, which is not a multiple of the record size",
    ],
    ["an empty file", new Uint8Array(), "has 0 bytes"],
    ["an invalid label", batch(1, 4, (i) => 9 + i), "has the label 10 in record 1"],
  ])("%s", (_, bytes, message) => {
    const data = make({ path: temporaryFolder({ ...files, "data_batch_1.bin": bytes }) });
    expect(() => data.sample(random(0, "s"), 1)).toThrow(message);
  });
});
