import { encode } from "fast-png";
import { expect, test } from "vitest";
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
