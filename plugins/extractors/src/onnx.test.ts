import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tf, TweedieError, type OnnxExtractor } from "@tweedie/core";
import { standIns, testExtractor, testFamily } from "@tweedie/testing";
import { afterAll, describe, expect, test } from "vitest";
import identity from "./identity.ts";
import plugin from "./onnx.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-extractors-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "network.onnx");
const bytes = Buffer.from("not looked into before it is run");
writeFileSync(path, bytes);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const options = { path, sha256 };

testFamily(import.meta.dirname, { digits: { shape: [28, 28, 1] }, onnx: { shape: [8, 8, 3], options } });
testExtractor(identity);
testExtractor(identity, { shape: [4, 4, 3] });
testExtractor(plugin, { shape: [8, 8, 3], options: { ...options, size: 12 } });
testExtractor(plugin, { shape: [8, 8, 1], options: { ...options, size: 8, layout: "nhwc", range: [-1, 1] } });

const make = (more: object, shape: number[]) =>
  plugin.create(plugin.options.parse({ ...options, ...more }) as never, { ...standIns().data, shape }) as OnnxExtractor;

describe("samples are prepared as the file takes them", () => {
  const x = tf.tensor4d([-1, 0, 0.5, 1], [1, 2, 2, 1]);

  test("black and white at the ends of its range, grey in every channel, channels first", () => {
    const prepared = make({ size: 2 }, [2, 2, 1]).prepare(x);
    expect(prepared.shape).toEqual([1, 3, 2, 2]);
    const channel = [0, 127.5, 191.25, 255];
    expect(prepared).toBeAllClose([...channel, ...channel, ...channel], { atol: 1e-4 });
  });

  test("enlarged between the pixels' centres", () => {
    const prepared = make({ size: 4, channels: 1, layout: "nhwc", range: [-1, 1] }, [2, 2, 1]).prepare(x);
    expect(prepared.shape).toEqual([1, 4, 4, 1]);
    // A quarter of the way from one centre to the next, and beyond the outer ones as they are.
    expect(prepared.slice([0, 0, 0, 0], [1, 1, 4, 1])).toBeAllClose([-1, -0.75, -0.25, 0], { atol: 1e-6 });
  });
});

describe("refused", () => {
  test("a file that is not there, with the path that was looked for", () => {
    const missing = join(folder, "inception.onnx");
    expect(() => make({ path: missing }, [8, 8, 3])).toThrow(`there is no file ${missing}`);
  });
  test("a file of another sum, when it is read", () => {
    const made = make({ sha256: "0".repeat(64) }, [8, 8, 3]);
    expect(() => made.model()).toThrow(`has the SHA-256 ${sha256}, and the experiment asks for 000`);
  });
  test.each([[[2]], [[8, 8, 2]]])("samples that are no images: [%s]", (shape) => {
    expect(() => make({}, shape)).toThrow(TweedieError);
  });
});

test("a sum is 64 hexadecimal digits", () => {
  expect(plugin.options.safeParse({ path, sha256: "2b88a" }).success).toBe(false);
});
