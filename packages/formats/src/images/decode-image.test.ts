import { createHash } from "node:crypto";
import { TweedieError } from "@tweedie/core";
import { expect, describe, test } from "vitest";
import { decodeImage } from "./decode-image.ts";

/** Images of 7 by 5 pixels by Pillow 13.0.0: name, shape and SHA-256 of the pixels that Pillow decodes, upright by EXIF, and the file. */
const images: readonly [string, number[], string, string][] = [
  [
    "jpeg 4:2:0",
    [5, 7, 3],
    "a5869029431744c9b1da509c4ffe1fd53ffda0ca9a9460aef44e48667e963404",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAFAAcDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAcEAABAwUAAAAAAAAAAAAAAAAAAQMGAgQSQVH/xAAVAQEBAAAAAAAAAAAAAAAAAAAFBv/EABsRAAEFAQEAAAAAAAAAAAAAAAEAAgMEBQZx/9oADAMBAAIRAxEAPwCUhcrv3W6cl10ADebz+bNXa+SBpPipMmlAKrQGBf/Z",
  ],
  [
    "jpeg progressive 4:4:4",
    [5, 7, 3],
    "cdb5d9e680b423fab16dd74ae8c033f5fa0dad52697a1ac10b65c343c1bb9b64",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wgARCAAFAAcDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAABf/EABUBAQEAAAAAAAAAAAAAAAAAAAID/9oADAMBAAIQAxAAAAEmb//EABYQAQEBAAAAAAAAAAAAAAAAAAEEAv/aAAgBAQABBQKKraf/xAAXEQADAQAAAAAAAAAAAAAAAAAAAQQC/9oACAEDAQE/AYJMJH//xAAYEQACAwAAAAAAAAAAAAAAAAAAAwQFMv/aAAgBAgEBPwGPUpdo/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAGPwJ//8QAFhAAAwAAAAAAAAAAAAAAAAAAAAER/9oACAEBAAE/IUyn/9oADAMBAAIAAwAAABC//8QAFREBAQAAAAAAAAAAAAAAAAAAACH/2gAIAQMBAT8QjH//xAAWEQADAAAAAAAAAAAAAAAAAAAAARH/2gAIAQIBAT8QV0f/xAAXEAADAQAAAAAAAAAAAAAAAAAAEUFR/9oACAEBAAE/EG4mn//Z",
  ],
  [
    "jpeg grey",
    [5, 7, 1],
    "a45194f29835e3f36873c38bbcfdb649ef720600c4d37eb6c70408e30b828ba3",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAAFAAcBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABwQAAEDBQAAAAAAAAAAAAAAAAMAAQYCBBJBUf/aAAgBAQAAPwApC5XflHTk+ur/2Q==",
  ],
  [
    "jpeg exif 6",
    [7, 5, 3],
    "cad8a8b9f67c4baf64d2d60c6aedf986f38ed19c9ac9b694c826749d2b79f3a1",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAFAAcDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAcEAABAwUAAAAAAAAAAAAAAAAAAQMGAgQSQVH/xAAVAQEBAAAAAAAAAAAAAAAAAAAFBv/EABsRAAEFAQEAAAAAAAAAAAAAAAEAAgMEBQZx/9oADAMBAAIRAxEAPwCUhcrv3W6cl10ADebz+bNXa+SBpPipMmlAKrQGBf/Z",
  ],
  [
    "webp lossy",
    [5, 7, 3],
    "29d515d7a9efb94b729ece6ec454860b69d9818a93af56fec756f8fbee5bc53e",
    "UklGRk4AAABXRUJQVlA4IEIAAADQAQCdASoHAAUAAoBCJbACdAD0h/vOAAD+wc36VEp3thCGEpy/h/uJQqHP/sP8m/0Pefsu/15u/ye6CdoyzzsAAAA=",
  ],
  [
    "webp lossless",
    [5, 7, 3],
    "44cfc0e16753eab6d14aa955b63a2be4d0bf1ccda23c63bb56103184786147d2",
    "UklGRjYAAABXRUJQVlA4TCoAAAAvBgABALkyRPQ/dhH9739AIQA0TPmLhRDQ2RAEAkkm+1M+CTEBGhMNjE8=",
  ],
  [
    "webp exif 8",
    [7, 5, 3],
    "bcfd9e79ed537c6590a5628b5725586b6c9345c3b2d52ffd6a79a83ad316a608",
    "UklGRoIAAABXRUJQVlA4WAoAAAAIAAAABgAABAAAVlA4IEIAAADQAQCdASoHAAUAAoBCJbACdAD0h/vOAAD+wc36VEp3thCGEpy/h/uJQqHP/sP8m/0Pefsu/15u/ye6CdoyzzsAAABFWElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAIAAAAAAAA",
  ],
  [
    "png exif 3",
    [5, 7, 3],
    "3096e83d98ea6fa1cd50dc760dd7a9aa70f5a46a36481e2dc54ef601e6036a41",
    "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEAAwAAAAAAAIRfZM4AAAAmSURBVHicY2Q4wSDHiI5YGG8wMDJyoiG4qBAyQhaVhiM0URUIAgCTbQbqyXTvCgAAAABJRU5ErkJggg==",
  ],
];
const file = (name: string): Buffer => Buffer.from(images.find((image) => image[0] === name)![3], "base64");

test.each(images)("%s: the pixels are those of Pillow", (name, shape, sha256) => {
  const { width, height, channels, data } = decodeImage(file(name), name);
  expect([height, width, channels]).toEqual(shape);
  expect(createHash("sha256").update(data).digest("hex")).toBe(sha256);
});

test.each(["jpeg 4:2:0", "jpeg progressive 4:4:4", "webp lossy", "webp lossless", "png exif 3"])(
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
  const whole = file("jpeg 4:2:0");
  for (let i = 0; i < 5; i++) expect(() => decodeImage(whole.subarray(0, whole.length - 20), "cut")).toThrow("damaged");
  expect(decodeImage(whole, "whole").width).toBe(7);
});

describe("images that are refused by their header, before anything is allocated for the pixels", () => {
  const changed = (name: string, at: number, ...bytes: number[]) => {
    const copy = file(name);
    copy.set(bytes, at);
    return copy;
  };
  const frame = file("jpeg 4:2:0").indexOf(Buffer.of(0xff, 0xc0));
  test.each<[string, Buffer, string]>([
    [
      "a JPEG of 65,535 by 65,535 pixels",
      changed("jpeg 4:2:0", frame + 5, 255, 255, 255, 255),
      "has 65535 by 65535 pixels; at most",
    ],
    ["a JPEG of no rows", changed("jpeg 4:2:0", frame + 5, 0, 0), "has 7 by 0 pixels"],
    ["a JPEG of 4 channels", changed("jpeg 4:2:0", frame + 9, 4), "has 4 channels (CMYK has 4)"],
    ["a JPEG of 12 bits", changed("jpeg 4:2:0", frame + 4, 12), "has 12 bits per channel"],
    ["an arithmetic-coded JPEG", changed("jpeg 4:2:0", frame, 0xff, 0xc9), "is compressed by an unsupported method"],
    [
      "a WebP of 16,383 by 16,383 pixels",
      changed("webp lossy", 26, 255, 63, 255, 63),
      "has 16383 by 16383 pixels; at most",
    ],
    ["an animated WebP", changed("webp exif 8", 20, 0x0a), "is an animation"],
  ])("%s", (_, bytes, message) => {
    expect(() => decodeImage(bytes, "a.jpg")).toThrow(TweedieError);
    expect(() => decodeImage(bytes, "a.jpg")).toThrow(`a.jpg: ${message}`);
  });
});

test("another kind of image is named", () => {
  expect(() => decodeImage(Buffer.from("GIF89a"), "a.png")).toThrow(
    "a.png: is a GIF image, not a PNG, JPEG or WebP image",
  );
});
