import { createHash } from "node:crypto";
import { TweedieError } from "@tweedie/core";
import { expect, describe, test } from "vitest";
import { decodeImage } from "./decode-image.ts";
import { pillowImages } from "./pillow-images.fixture.ts";

const file = (name: string): Buffer => pillowImages.find((image) => image.name === name)!.file;

/** A copy of an image with other bytes at an offset. */
const changed = (name: string, at: number, ...bytes: number[]): Buffer => {
  const copy = Buffer.from(file(name));
  copy.set(bytes, at);
  return copy;
};

/** A JPEG file with the segment at an offset twice; the second one may have other bytes at its end. */
function repeated(name: string, at: number, ...ending: number[]): Buffer {
  const whole = file(name);
  const end = at + 2 + whole.readUInt16BE(at + 2);
  const again = Buffer.from(whole.subarray(at, end));
  again.set(ending, again.length - ending.length);
  return Buffer.concat([whole.subarray(0, end), again, whole.subarray(end)]);
}

test.each(pillowImages)("$name: the pixels are those of Pillow", ({ name, file, shape, sha256 }) => {
  const { width, height, channels, data } = decodeImage(file, name);
  expect([height, width, channels]).toEqual(shape);
  expect(createHash("sha256").update(data).digest("hex")).toBe(sha256);
});

test.each(["jpeg-4:2:0", "jpeg-progressive-4:4:4", "webp-lossy", "webp-lossless", "webp-exif-8", "png-exif-3"])(
  "%s is refused when it is cut before its end",
  (name) => {
    const whole = file(name);
    const end = whole.length - (name.startsWith("jpeg") ? 2 : 1);
    for (let length = end - 1; length >= 0; length -= 29) {
      expect(() => decodeImage(whole.subarray(0, length), "cut"), `${length} bytes`).toThrow(TweedieError);
    }
  },
);

test("after a damaged image the next one is decoded", () => {
  const whole = file("jpeg-4:2:0");
  for (let i = 0; i < 5; i++) expect(() => decodeImage(whole.subarray(0, whole.length - 20), "cut")).toThrow("damaged");
  expect(decodeImage(whole, "whole").width).toBe(7);
});

describe("images that are refused by their header, before anything is allocated for the pixels", () => {
  const frame = file("jpeg-4:2:0").indexOf(Buffer.of(0xff, 0xc0));
  const flags = 20; // of the chunk VP8X
  const firstChunk = 30; // after VP8X
  const exif = file("webp-exif-8").indexOf("EXIF");
  const [damaged, damagedJpeg] = ["WebP", "JPEG"].map(
    (format) => `is a damaged ${format} image: it is truncated or malformed`,
  ) as [string, string];
  test.each<[string, Buffer, string]>([
    [
      "a JPEG of 65,535 by 65,535 pixels",
      changed("jpeg-4:2:0", frame + 5, 255, 255, 255, 255),
      "has 65535 by 65535 pixels; at most",
    ],
    ["a JPEG of no rows", changed("jpeg-4:2:0", frame + 5, 0, 0), "has 7 by 0 pixels"],
    ["a JPEG of 4 channels", changed("jpeg-4:2:0", frame + 9, 4), "has 4 channels (CMYK has 4)"],
    ["a JPEG of 12 bits", changed("jpeg-4:2:0", frame + 4, 12), "has 12 bits per channel"],
    ["a JPEG without a frame", changed("jpeg-4:2:0", frame + 1, 0xfe), damagedJpeg],
    ["a JPEG with a frame of 3 bytes", changed("jpeg-4:2:0", frame + 2, 0, 5), damagedJpeg],
    ["a JPEG with a segment that is longer than the file", changed("jpeg-4:2:0", frame + 2, 255), damagedJpeg],
    ["a JPEG with two frames", repeated("jpeg-4:2:0", frame), damagedJpeg],
    ["an arithmetic-coded JPEG", changed("jpeg-4:2:0", frame, 0xff, 0xc9), "is compressed by an unsupported method"],
    [
      "a WebP of 16,383 by 16,383 pixels",
      changed("webp-lossy", 26, 255, 63, 255, 63),
      "has 16383 by 16383 pixels; at most",
    ],
    ["an animated WebP", changed("webp-exif-8", flags, 0x0a), "is an animation"],
    ["a WebP with a reserved flag", changed("webp-exif-8", flags, 0x09), damaged],
    ["a WebP with a chunk that is longer than the file", changed("webp-exif-8", firstChunk + 4, 255), damaged],
    ["a WebP with a chunk that is shorter than its content", changed("webp-exif-8", exif + 4, 8), damaged],
    ["a WebP without the EXIF chunk that it states", changed("webp-exif-8", exif, 0x58), damaged],
    ["a WebP that states more bytes than the file has", changed("webp-exif-8", 4, 0x84), damaged],
  ])("%s", (_, bytes, message) => {
    expect(() => decodeImage(bytes, "a.jpg")).toThrow(TweedieError);
    expect(() => decodeImage(bytes, "a.jpg")).toThrow(`a.jpg: ${message}`);
  });
});

describe("an image is decoded as it is stored if its EXIF metadata have", () => {
  const tiff = file("jpeg-exif-6").indexOf("Exif\0\0") + 6;
  const entry = tiff + 10; // of the only tag, the orientation
  test.each<[string, Buffer]>([
    ["an unknown byte order", changed("jpeg-exif-6", tiff, 0x58, 0x58)],
    ["another magic number than 42", changed("jpeg-exif-6", tiff + 3, 43)],
    ["a directory outside", changed("jpeg-exif-6", tiff + 6, 0xff)],
    ["more tags than bytes", changed("jpeg-exif-6", tiff + 8, 0, 9, 1, 0x13)],
    ["another tag", changed("jpeg-exif-6", entry + 1, 0x13)],
    ["an orientation of another number type", changed("jpeg-exif-6", entry + 3, 2)],
    ["an orientation that is not in its entry", changed("jpeg-exif-6", entry + 7, 3)],
    ["no number as orientation", changed("jpeg-exif-6", entry + 7, 0)],
    ["the orientation 0", changed("jpeg-exif-6", entry + 9, 0)],
    ["the orientation 9", changed("jpeg-exif-6", entry + 9, 9)],
    ["no flag in the header of WebP", changed("webp-exif-8", 20, 0)],
  ])("%s", (_, bytes) => {
    const { width, height } = decodeImage(bytes, "a.jpg");
    expect([height, width]).toEqual([5, 7]);
  });
});

test("of two EXIF segments the first one counts, as for Pillow", () => {
  const segment = file("jpeg-exif-6").indexOf("Exif\0\0") - 4;
  const orientation1 = [0, 1, 0, 0, 0, 0, 0, 0];
  const { width, height } = decodeImage(repeated("jpeg-exif-6", segment, ...orientation1), "a.jpg");
  expect([height, width]).toEqual([7, 5]);
});

test.each<[string, number[]]>([
  ["long", [0, 4, 0, 0, 0, 1, 0, 0, 0, 6]],
  ["signed short", [0, 8, 0, 0, 0, 1, 0, 6, 0, 0]],
  ["signed long", [0, 9, 0, 0, 0, 1, 0, 0, 0, 6]],
  ["first of two shorts", [0, 3, 0, 0, 0, 2, 0, 6, 0, 1]],
])("an EXIF orientation that is a %s is used, as by Pillow", (_, bytes) => {
  const entry = file("jpeg-exif-6").indexOf("Exif\0\0") + 16;
  const { width, height } = decodeImage(changed("jpeg-exif-6", entry + 2, ...bytes), "a.jpg");
  expect([height, width]).toEqual([7, 5]);
});

test("another kind of image is named", () => {
  expect(() => decodeImage(Buffer.from("GIF89a"), "a.png")).toThrow(
    "a.png: is a GIF image, not a PNG, JPEG or WebP image",
  );
});
