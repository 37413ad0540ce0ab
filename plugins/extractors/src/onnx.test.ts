import { createHash } from "node:crypto";
import { join } from "node:path";
import { tf, TweedieError, type OnnxExtractor } from "@tweedie/core";
import { standIns, testExtractor } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import identity from "./identity.ts";
import plugin from "./onnx.ts";

const bytes = Buffer.from("not parsed before the network is run");
const folder = temporaryFolder({ "network.onnx": bytes }, afterAll);
const path = join(folder, "network.onnx");
const sha256 = createHash("sha256").update(bytes).digest("hex");
const options = { path, sha256 };

testExtractor(identity);
testExtractor(identity, { shape: [4, 4, 3] });
testExtractor(plugin, { shape: [8, 8, 3], options: { ...options, size: 12 } });
testExtractor(plugin, { shape: [8, 8, 1], options: { ...options, size: 8, layout: "nhwc", range: [-1, 1] } });

const make = (more: object, shape: number[]) =>
  plugin.create(plugin.options.parse({ ...options, ...more }) as never, { ...standIns().data, shape }) as OnnxExtractor;

describe("samples are prepared for the network's input", () => {
  const x = tf.tensor4d([-1, 0, 0.5, 1], [1, 2, 2, 1]);

  test("black and white map to the ends of the range, grey repeats in every channel, channels come first", () => {
    const prepared = make({ size: 2 }, [2, 2, 1]).prepare(x);
    expect(prepared.shape).toEqual([1, 3, 2, 2]);
    const channel = [0, 128, 191, 255];
    expect(prepared).toBeAllClose([...channel, ...channel, ...channel], { atol: 1e-4 });
  });

  test("images are resized bilinearly between pixel centres", () => {
    const prepared = make({ size: 4, channels: 1, layout: "nhwc", range: [-1, 1], quantize: false }, [2, 2, 1]).prepare(
      x,
    );
    expect(prepared.shape).toEqual([1, 4, 4, 1]);
    // Interpolated at a quarter of the way between centres; constant outside the outer centres.
    expect(prepared.slice([0, 0, 0, 0], [1, 1, 4, 1])).toBeAllClose([-1, -0.75, -0.25, 0], { atol: 1e-6 });
  });
});

describe("errors", () => {
  test("a missing file is named", () => {
    const missing = join(folder, "inception.onnx");
    expect(() => make({ path: missing }, [8, 8, 3])).toThrow(`there is no file ${missing}`);
  });
  test("a folder or a device is not a file", () => {
    for (const path of [folder, "/dev/zero"])
      expect(() => make({ path }, [8, 8, 3])).toThrow(`there is no file ${path}`);
  });
  test("a file with another SHA-256 is refused when it is read", () => {
    const made = make({ sha256: "0".repeat(64) }, [8, 8, 3]);
    expect(() => made.model()).toThrow(`has the SHA-256 ${sha256}, but the experiment expects 000`);
  });
  test.each([[[2]], [[8, 8, 2]]])("samples of shape [%s] are refused", (shape) => {
    expect(() => make({}, shape)).toThrow(TweedieError);
  });
});

test("a SHA-256 must have 64 hexadecimal digits", () => {
  expect(plugin.options.safeParse({ path, sha256: "2b88a" }).success).toBe(false);
});
