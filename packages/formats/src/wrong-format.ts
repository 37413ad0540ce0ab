import { TweedieError } from "@tweedie/core";

const convert = "convert it with the safetensors package in the program that wrote it: safetensors.torch.save_file";

/** First bytes of formats that are often confused with the expected one. None of them is parsed. */
const formats: readonly { name: string; magic: readonly number[]; fix?: string }[] = [
  { name: "a zip archive (torch .pt or .pth, .npz)", magic: [0x50, 0x4b, 0x03, 0x04], fix: convert },
  { name: "a zip archive (torch .pt or .pth, .npz)", magic: [0x50, 0x4b, 0x05, 0x06], fix: convert },
  ...[2, 3, 4, 5].map((protocol) => ({ name: "a Python pickle", magic: [0x80, protocol], fix: convert })),
  { name: "an HDF5 file", magic: [0x89, 0x48, 0x44, 0x46], fix: convert },
  { name: "a GGUF file", magic: [0x47, 0x47, 0x55, 0x46], fix: convert },
  { name: "compressed with gzip", magic: [0x1f, 0x8b], fix: "decompress it: gunzip" },
  { name: "a PNG image", magic: [0x89, 0x50, 0x4e, 0x47] },
  { name: "a JPEG image", magic: [0xff, 0xd8, 0xff] },
  { name: "a GIF image", magic: [0x47, 0x49, 0x46, 0x38], fix: "convert it to PNG" },
  { name: "a NumPy array (.npy)", magic: [0x93, 0x4e, 0x55, 0x4d] },
];

/** The error for a file that is not `expected`. It names the actual format if the first bytes identify it. */
export function wrongFormat(bytes: Uint8Array, where: string, expected: string): TweedieError {
  const found = formats.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
  return new TweedieError({
    where,
    what: found
      ? `is ${found.name}, not ${expected}`
      : `is not ${expected}: it starts with ${hex(bytes.subarray(0, 12))}`,
    fix: found?.fix,
  });
}

const hex = (bytes: Uint8Array): string =>
  bytes.length === 0
    ? "nothing"
    : `the bytes ${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`;
