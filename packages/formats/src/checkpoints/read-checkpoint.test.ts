import { TweedieError } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { bytesSource } from "../bytes/byte-source.ts";
import { encodeSafetensors } from "../safetensors/safetensors.ts";
import { readDiffusersFolder } from "./diffusers-checkpoint.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { encodeCheckpoint } from "./safetensors-checkpoint.ts";

const array = { shape: [2], data: Float32Array.of(1, 2) };
const read = (...parts: (string | number[])[]) =>
  readCheckpoint(bytesSource(Buffer.concat(parts.map((part) => Buffer.from(part as string, "latin1")))), "file");

test("a stored network is read with its options, preconditioning and tensors", () => {
  const stored = {
    network: "SongUNet",
    options: { channel_mult: [1, 2], dropout: 0.1, label: null },
    preconditioning: { name: "EDMPrecond", options: { sigma_data: 0.5 } },
    extras: { source: "test" },
  };
  const checkpoint = readCheckpoint(bytesSource(encodeCheckpoint({ ...stored, tensors: { a: array } })), "file");
  expect(checkpoint).toMatchObject({ format: "safetensors", ...stored });
  expect(checkpoint.tensors.get("a")!.read()).toEqual(array.data);
});

test.each([
  ["options that are no JSON", { "tweedie.options": "{" }, "metadata tweedie.options: is not JSON"],
  ["options that are a list", { "tweedie.options": "[]" }, "is not a JSON object"],
  ["a reserved key", { "tweedie.options": '{"a":{"__proto__":1}}' }, "reserved key __proto__"],
  ["deep options", { "tweedie.options": `{"a":${"[".repeat(99)}${"]".repeat(99)}}` }, "nested deeper than 16"],
  ["a preconditioning without a name", { "tweedie.preconditioning": "{}" }, "without a name and options"],
])("%s are refused", (_, metadata, message) => {
  const file = encodeSafetensors({ a: array }, { "tweedie.network": "SongUNet", ...metadata });
  expect(() => readCheckpoint(bytesSource(file), "file")).toThrow(message);
});

describe("pickles that are large when they are followed are refused", () => {
  const start = [0x80, 2];
  /** `(x, x)` of the same `x`, nested: 2^depth values. */
  const doubled = (depth: number) => `K\x01${"2\x86".repeat(depth)}`;
  const network = (options: string) =>
    `}(X\x03\0\0\0emactiny\nSongUNet\n)\x81}(X\x0b\0\0\0_parameters}X\x08\0\0\0_buffers}X\x08\0\0\0_modules}X\x0c\0\0\0_init_kwargs}X\x01\0\0\0a${options}subu.`;

  test("options that name the same list many times", () => {
    expect(read(start, network("K\x05")).options).toEqual({ a: 5 });
    expect(() => read(start, network(doubled(15)))).toThrow("is one of more than 10000 values");
    expect(() => read(start, network(doubled(40)))).toThrow(/nested deeper than 16|more than 10000/);
  });

  test("options that contain themselves", () => {
    expect(() => read(start, network("]q\0h\0a"))).toThrow("nested deeper than 16");
  });
});

test.each([
  ["an empty file", [], "is not a checkpoint"],
  ["a protocol of the future", [[0x80, 6], "N."], "has the protocol 6"],
  ["an unknown opcode", [[0x80, 2], "\xff"], "unknown opcode 0xff"],
  ["a pickle without an end", [[0x80, 2], "}"], "ends inside the pickle"],
  ["a text longer than the file", [[0x80, 2], "X\xff\xff\xff\x03ab"], "ends inside the pickle"],
  ["a text of 4 GiB", [[0x80, 2], "X\xff\xff\xff\xffab"], "bytes of text"],
  ["bytes of 2^63", [[0x80, 4], "\x8e\0\0\0\0\0\0\0\x80."], "ends inside the pickle"],
  ["an integer of 2^31 bytes", [[0x80, 2], "\x8b\xff\xff\xff\x7f."], "has an integer of 2147483647 bytes"],
  ["an empty stack", [[0x80, 2], "0."], "has no mark where one is needed"],
  ["a value that is not stored", [[0x80, 2], "h\x05."], "refers to the value 5"],
  ["the state of a number", [[0x80, 2], "K\x01}b."], "sets the state of 1"],
  ["items of None", [[0x80, 2], "NK\x01K\x02s."], "sets items of None"],
  ["an extension", [[0x80, 2], "\x82\x01."], "an extension code"],
  ["a buffer elsewhere", [[0x80, 5], "\x97."], "a buffer outside of the pickle"],
  ["text that is not UTF-8", [[0x80, 2], "X\x01\0\0\0\xff."], "has text that is not UTF-8"],
  [
    "a text with a long and a short escape",
    ["(V\\U0001f600\\u00e9\\\\u12\n."],
    `but the text ${JSON.stringify("\u{1f600}\u00e9\\\\u12")}`,
  ],
  ["half an escape", ["(V\\u12\n."], 'has the escape "\\\\u"'],
  ["a name for a network", [[0x80, 2], "cos\nsystem\n."], "holds no network and no state dict, but the name os.system"],
  ["a call for a network", [[0x80, 2], "cos\nsystem\nX\x02\0\0\0ls\x85R."], "but an object of os.system"],
])("%s is refused with the reason", (_, parts, message) => {
  expect(() => read(...parts)).toThrow(TweedieError);
  expect(() => read(...parts)).toThrow(message);
});

test("lists of files of a sharded folder may only name files of the folder", () => {
  const files: Record<string, string | Uint8Array> = {
    "config.json": '{"_class_name":"UNet2DModel"}',
    "diffusion_pytorch_model.safetensors.index.json": '{"weight_map":{"a":"../secret.safetensors"}}',
    "one.safetensors": encodeSafetensors({ a: array }),
  };
  const folder = {
    where: "folder",
    paths: new Set(Object.keys(files)),
    place: (path: string) => `folder/${path}`,
    open: (path: string) => bytesSource(Buffer.from(files[path] as string)),
  };
  expect(() => readDiffusersFolder(folder)).toThrow('names the file "../secret.safetensors"');
  files["diffusion_pytorch_model.safetensors.index.json"] = '{"weight_map":{"a":"one.safetensors"}}';
  expect([...readDiffusersFolder(folder).tensors.keys()]).toEqual(["a"]);
  files["diffusion_pytorch_model.safetensors.index.json"] = '{"weight_map":{"b":"one.safetensors"}}';
  expect(() => readDiffusersFolder(folder)).toThrow('only one of them has "a"');
});
