import { crc32, deflateSync } from "node:zlib";
import type { Check, CheckContext } from "../../check.ts";
import type { Numbers } from "../../numbers.ts";
import { load } from "../../product/sources.ts";

/** Milliseconds that a reader may take on a small file. */
const timeLimit = 2_000;

/** Changes a few bytes of a file, cuts it, or moves a part of it. */
export function mutate(bytes: Uint8Array, numbers: Numbers): Buffer {
  let result = Buffer.from(bytes);
  for (let change = numbers.below(3); change >= 0; change--) {
    const at = numbers.below(result.length);
    const length = 1 + numbers.below(16);
    const ways: readonly (() => void)[] = [
      () => (result[at] = numbers.below(256)),
      () => (result[at]! ^= 1 << numbers.below(8)),
      () => result.fill(numbers.pick([0, 255]), at, Math.min(result.length, at + length)),
      () => (result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)])),
      () => (result = Buffer.concat([result.subarray(0, at), result.subarray(at, at + length), result.subarray(at)])),
      () => (result = result.subarray(0, at + 1)),
      () =>
        result.writeUInt32LE(
          numbers.pick([0, 1, 0x7fffffff, 0xffffffff]),
          Math.min(at, Math.max(0, result.length - 4)),
        ),
    ];
    if (result.length >= 4) numbers.pick(ways)();
  }
  return result;
}

/** Gives readers of arrays and images files with changed bytes: a value or a refusal, within seconds, and no other error. */
export const mutatedArrays: Check = {
  id: "mutated-arrays",
  group: "files",
  fault: "mutated npy, safetensors and PNG files",
  done: "One to three places of a small file were changed, cut, doubled or set to a limit, and the reader got the bytes.",
  times: { soak: 30_000, ci: 600 },
  run: mutateArrays,
  control: {
    without: "the message of a header that is not JSON",
    edits: [
      {
        file: "packages/formats/src/safetensors/safetensors-header.ts",
        find: "throw fail(`has a header that is not JSON: ${(error as Error).message}`);",
        replace: "throw error;",
      },
    ],
    times: 5_000,
  },
};

async function mutateArrays({ build, times, numbers, tally }: CheckContext): Promise<void> {
  const formats = await load(build, "formats/src/index.ts");
  const array = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const samples: readonly [string, Uint8Array, (bytes: Uint8Array) => unknown][] = [
    ["npy", formats.encodeNpy(array), (bytes) => formats.decodeNpy(bytes, "mutated.npy")],
    [
      "safetensors",
      formats.encodeSafetensors({ a: array, b: array }),
      (bytes) => formats.decodeSafetensors(bytes, "mutated.safetensors"),
    ],
    ["png", smallPng(), (bytes) => formats.decodeImage(bytes, "mutated.png")],
  ];
  for (let file = 0; file < times; file++) {
    const [name, bytes, read] = samples[file % samples.length]!;
    const mutated = mutate(bytes, numbers);
    const begun = performance.now();
    try {
      await read(mutated);
      tally.add("harmless");
    } catch (error) {
      const isRefusal = (error as Error).name === "TweedieError";
      tally.add(
        isRefusal ? "refused" : "crashed",
        `${name} ${mutated.toString("base64")}: ${(error as Error).message}`,
      );
    }
    const time = performance.now() - begun;
    if (time > timeLimit) tally.add("crashed", `${name} ${mutated.toString("base64")} took ${Math.round(time)} ms`);
  }
}

/** A grey image of 4 x 4 pixels. */
function smallPng(): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 4, 0, 0, 0, 4, 8, 0, 0, 0, 0]);
  const rows = Buffer.from([0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 0, 9, 10, 11, 12, 0, 13, 14, 15, 16]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
