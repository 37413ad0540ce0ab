import { encode } from "fast-png";
import { deflateSync, crc32 } from "node:zlib";
import { TweedieError } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { decodePng } from "./png.ts";

const png = (channels: number, data: number[], more: object = {}) =>
  encode({ width: 2, height: 1, channels, depth: 8, data: Uint8Array.from(data), ...more });

test.each([
  ["grey", 1, [10, 20], 1, [10, 20]],
  ["colour", 3, [1, 2, 3, 4, 5, 6], 3, [1, 2, 3, 4, 5, 6]],
  ["grey, opaque", 2, [10, 255, 20, 255], 1, [10, 20]],
  ["colour, opaque", 4, [1, 2, 3, 255, 4, 5, 6, 255], 3, [1, 2, 3, 4, 5, 6]],
] as const)("%s images are decoded", (_, stored, data, channels, expected) => {
  const image = decodePng(png(stored, [...data]), "a.png");
  expect(image).toEqual({ width: 2, height: 1, channels, data: Uint8Array.from(expected) });
});

// Pillow 13.0.0: Image.new("P", (2, 1)) with putpalette([9, 8, 7, 255, 0, 1]) and pixels 1, 0
const palette = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQMAAADO7O3JAAAABlBMVEUJCAf/AAHmUJ8EAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);
test("palette indices are replaced by their colours", () => {
  expect([...decodePng(palette, "p.png").data]).toEqual([255, 0, 1, 9, 8, 7]);
});

const whole = png(1, [10, 20]);
test.each<[string, Uint8Array, string]>([
  ["transparency", png(4, [1, 2, 3, 255, 4, 5, 6, 254]), "a.png: has transparent pixels"],
  [
    "16 bits",
    encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(1) }),
    "has 16 bits per channel",
  ],
  ["truncation", whole.subarray(0, whole.length - 14), "is a damaged PNG image"],
  ["a wrong checksum", whole.map((byte, i) => (i === 20 ? byte + 1 : byte)), "is a damaged PNG image"],
  ["an array", Uint8Array.of(0x93, 0x4e, 0x55, 0x4d), "is a NumPy array (.npy), not a PNG image"],
])("%s is refused", (_, bytes, message) => expect(() => decodePng(bytes, "a.png")).toThrow(message));

type Chunk = readonly [type: string, content: Uint8Array];

/** A PNG file of any chunks, with right checksums. */
function chunked(...chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.map(([type, content]) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  });
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

interface Layout {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  /** Colour type: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly kind?: number;
  readonly interlace?: number;
}

function header({ width = 2, height = 1, depth = 8, kind = 0, interlace = 0 }: Layout = {}): Chunk {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(width);
  content.writeUInt32BE(height, 4);
  content.set([depth, kind, 0, 0, interlace], 8);
  return ["IHDR", content];
}
const pixels = (...bytes: readonly number[]): Chunk => ["IDAT", deflateSync(Uint8Array.from(bytes))];
const palette3: Chunk = ["PLTE", Uint8Array.of(1, 2, 3, 4, 5, 6)];
const end: Chunk = ["IEND", new Uint8Array(0)];

test.each<[string, Uint8Array, number, number[]]>([
  ["1 bit", chunked(header({ width: 3, depth: 1 }), pixels(0, 0b10100000), end), 1, [255, 0, 255]],
  [
    "2 bits",
    chunked(header({ width: 5, depth: 2 }), pixels(0, 0b00011011, 0b11000000), end),
    1,
    [0, 85, 170, 255, 255],
  ],
  ["4 bits", chunked(header({ depth: 4, height: 2 }), pixels(0, 0x1f, 0, 0x20), end), 1, [17, 255, 34, 0]],
  [
    "a palette of 1 bit",
    chunked(header({ depth: 1, kind: 3 }), palette3, pixels(0, 0b10000000), end),
    3,
    [4, 5, 6, 1, 2, 3],
  ],
  [
    "a suggested palette of an RGB image",
    chunked(header({ width: 1, kind: 2 }), palette3, pixels(0, 7, 8, 9), end),
    3,
    [7, 8, 9],
  ],
  [
    "a transparent colour that no pixel has",
    chunked(header(), ["tRNS", Uint8Array.of(0, 9)], pixels(0, 1, 2), end),
    1,
    [1, 2],
  ],
  [
    "opaque colours of a palette",
    chunked(header({ kind: 3 }), palette3, ["tRNS", Uint8Array.of(255)], pixels(0, 1, 0), end),
    3,
    [4, 5, 6, 1, 2, 3],
  ],
  [
    "interlacing",
    chunked(header({ width: 2, height: 2, interlace: 1 }), pixels(0, 1, 0, 2, 0, 3, 4), end),
    1,
    [1, 2, 3, 4],
  ],
  ["bytes after the end", Buffer.concat([chunked(header(), pixels(0, 1, 2), end), Buffer.from("x")]), 1, [1, 2]],
])("an image with %s is decoded", (_, bytes, channels, data) => {
  const image = decodePng(bytes, "a.png");
  expect(image.channels).toBe(channels);
  expect([...image.data]).toEqual(data);
});

describe("malformed and unsupported images are refused", () => {
  test.each<[string, Uint8Array, string]>([
    [
      "2^31 - 1 columns in 71 bytes",
      chunked(header({ width: 2 ** 31 - 1 }), pixels(0), end),
      "has 2147483647 by 1 pixels; at most",
    ],
    [
      "more pixels than deflate can have packed",
      chunked(header({ width: 8192, height: 8192 }), pixels(0), end),
      "it lacks pixels",
    ],
    ["no columns", chunked(header({ width: 0 }), pixels(0), end), "has 0 by 1 pixels"],
    ["no rows", chunked(header({ height: 0 }), pixels(0), end), "has 2 by 0 pixels"],
    ["too few pixels", chunked(header({ height: 2 }), pixels(0, 1, 2, 0, 1), end), "it has 5 bytes of pixels, not 6"],
    ["too many pixels", chunked(header(), pixels(0, 1, 2, 3), end), "is a damaged PNG image"],
    ["no pixels", chunked(header(), end), "it lacks pixels"],
    [
      "a colour outside the palette",
      chunked(header({ kind: 3 }), palette3, pixels(0, 1, 2), end),
      "a pixel has the colour 2 of a palette of 2",
    ],
    ["no palette", chunked(header({ kind: 3 }), pixels(0, 1, 2), end), "it has no palette"],
    [
      "a palette of a part of a colour",
      chunked(header({ kind: 3 }), ["PLTE", Uint8Array.of(1)], pixels(0, 0, 0), end),
      "its palette is malformed",
    ],
    [
      "a pixel of the transparent colour",
      chunked(header(), ["tRNS", Uint8Array.of(0, 2)], pixels(0, 1, 2), end),
      "has transparent pixels",
    ],
    [
      "a transparent colour of the palette",
      chunked(header({ kind: 3 }), palette3, ["tRNS", Uint8Array.of(255, 0)], pixels(0, 1, 0), end),
      "has transparent pixels",
    ],
    [
      "a colour type that does not exist",
      chunked(header({ kind: 5 }), pixels(0, 1, 2), end),
      "its header is malformed",
    ],
    ["RGB of 4 bits", chunked(header({ kind: 2, depth: 4 }), pixels(0, 1, 2, 3), end), "its header is malformed"],
    ["an unknown filter", chunked(header(), pixels(9, 1, 2), end), "is a damaged PNG image"],
    [
      "interlacing of 1 bit",
      chunked(header({ depth: 1, interlace: 1 }), pixels(0, 0, 0, 0), end),
      "is interlaced and has 1 bits",
    ],
    ["no header", chunked(pixels(0, 1, 2), end), "its chunks are not in order"],
    ["two headers", chunked(header(), header(), pixels(0, 1, 2), end), "its chunks are not in order"],
    [
      "an unknown chunk that decoders must know",
      chunked(header(), ["CgBI", new Uint8Array(4)], pixels(0, 1, 2), end),
      'it has an unknown chunk "CgBI"',
    ],
    ["no end", chunked(header(), pixels(0, 1, 2)), "it is truncated"],
    [
      "several frames",
      chunked(header(), ["acTL", Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 0)], pixels(0, 1, 2), end),
      "is an animation",
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => decodePng(bytes, "a.png")).toThrow(TweedieError);
    expect(() => decodePng(bytes, "a.png")).toThrow(message);
  });
});
