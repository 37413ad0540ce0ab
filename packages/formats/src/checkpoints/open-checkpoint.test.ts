import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TweedieError } from "@tweedie/core";
import { expect, onTestFinished, test } from "vitest";
import { openCheckpoint } from "../files/open-checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";

const folder = fileURLToPath(new URL("fixtures", import.meta.url));
const open = (name: string) => openCheckpoint(join(folder, name));

/** Tensors as torch reads them, written by fixtures/make.py: type, shape and digest of the numbers as float32. */
const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Record<
  string,
  Record<string, string>
>;

const digests = ({ tensors }: Checkpoint) =>
  Object.fromEntries(
    [...tensors].map(([name, { shape, dtype, read }]) => {
      const hash = createHash("sha256").update(read()).digest("hex").slice(0, 16);
      return [name, `${dtype} [${shape.join()}] ${hash}`];
    }),
  );

test.each([0, 1, 2, 3, 4, 5])(
  "a pickle of EDM's structure in protocol %i has torch's tensors and the options",
  async (protocol) => {
    const checkpoint = await open(`edm-protocol-${protocol}.pkl`);
    expect(digests(checkpoint)).toEqual(expected["edm"]);
    expect(checkpoint).toMatchObject({
      format: "edm",
      network: "SongUNet",
      options: {
        img_resolution: 8,
        in_channels: 3,
        channel_mult: [1, 2],
        attn_resolutions: [4],
        dropout: 0.13,
        label_dim: 10,
        encoder_type: "standard",
      },
      preconditioning: {
        name: "EDMPrecond",
        options: { sigma_min: 0, sigma_max: Infinity, sigma_data: 0.5, label_dim: 10 },
      },
      extras: {
        loss_fn: { class: "EDMLoss", P_mean: -1.2, P_std: 1.2, sigma_data: 0.5 },
        augment_pipe: null,
        dataset_kwargs: { path: "data.zip", use_labels: true },
      },
    });
  },
);

test("a state of a training in a torch file has the same network", async () => {
  const checkpoint = await open("training-state.pt");
  expect(digests(checkpoint)).toEqual(expected["edm"]);
  expect(checkpoint).toMatchObject({ format: "torch", network: "SongUNet", preconditioning: { name: "EDMPrecond" } });
});

test("a module of an importable class has its class and tensors", async () => {
  const checkpoint = await open("module.pt");
  expect(digests(checkpoint)).toEqual(expected["module"]);
  expect(checkpoint).toMatchObject({ network: "Linear", options: {}, preconditioning: undefined });
});

test.each(["state.pt", "state-legacy.pt", "state-nested.pth"])(
  "%s has torch's numbers of all types and views",
  async (name) => {
    const checkpoint = await open(name);
    expect(digests(checkpoint)).toEqual(expected["state"]);
    expect(checkpoint).toMatchObject({ format: "torch", network: undefined });
  },
);

test("unsigned integers are read", async () => {
  expect(digests(await open("unsigned.pt"))).toEqual(expected["unsigned"]);
});

test("a pipeline of diffusers has its network, weights and scheduler", async () => {
  const checkpoint = await open("pipeline");
  expect(digests(checkpoint)).toEqual(expected["diffusers"]);
  expect(checkpoint).toMatchObject({
    format: "diffusers",
    network: "UNet2DModel",
    options: { sample_size: 8, block_out_channels: [4, 4], norm_num_groups: 2 },
    preconditioning: undefined,
    extras: { scheduler: { _class_name: "DDPMScheduler", prediction_type: "v_prediction", num_train_timesteps: 1000 } },
  });
  expect(Object.keys(checkpoint.options)).not.toContain("_class_name");
});

test.each(["pipeline/unet", "sharded", "bin"])("the network's folder %s has the same tensors", async (name) => {
  const checkpoint = await open(name);
  expect(digests(checkpoint)).toEqual(expected["diffusers"]);
  expect(checkpoint).toMatchObject({ format: "diffusers", network: "UNet2DModel" });
  expect(checkpoint.extras["scheduler"]).toBeUndefined();
});

test("the digest of a file is that of its bytes", async () => {
  const file = readFileSync(join(folder, "state.pt"));
  expect(await open("state.pt")).toMatchObject({
    bytes: file.length,
    digest: createHash("sha256").update(file).digest("hex"),
  });
});

test("the digest of a folder changes with each file that was read, and with no other", async () => {
  const copy = mkdtempSync(join(tmpdir(), "tweedie-checkpoint-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(join(folder, "pipeline"), copy, { recursive: true });
  const { digest, files } = await openCheckpoint(copy);
  expect(digest).toBe((await open("pipeline")).digest);
  expect(digest).not.toBe((await open("pipeline/unet")).digest);
  expect([...files].sort()).toEqual([
    "scheduler/scheduler_config.json",
    "unet/config.json",
    "unet/diffusion_pytorch_model.safetensors",
  ]);
  for (const name of [...files, "model_index.json"]) {
    const content = readFileSync(join(copy, name));
    // A space for a line break at the end, or a changed last byte of the weights.
    const changed = name.endsWith(".json") ? `${content.toString().trimEnd()} ` : content.with(-1, content.at(-1)! ^ 1);
    writeFileSync(join(copy, name), changed);
    const isRead = files.includes(name);
    expect.soft((await openCheckpoint(copy)).digest !== digest, name).toBe(isRead);
    writeFileSync(join(copy, name), content);
  }
});

test.each([
  [
    "hostile-network.pkl",
    /holds no network and no state dict, but a dictionary with "ema" \(an object of posix\.system\), "dataset_kwargs"/,
  ],
  ["hostile-root.pkl", /holds no network and no state dict, but an object of posix\.system$/],
  ["hostile-option.pkl", /SongUNet\.dropout: is an object of posix\.system, where plain settings are needed$/],
  ["hostile-weight.pkl", /tensor "model\.freqs": is an object of posix\.system, not a tensor$/],
  ["state-with-text.pt", /tensor "name": is the text "a text", not a tensor$/],
  ["script.pt", /is a TorchScript archive, which contains code/],
  ["make.py", /is not a checkpoint/],
  [".", /is no folder of diffusers/],
])("%s is refused with what it has, and nothing is executed", async (name, message) => {
  const error: unknown = await open(name).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TweedieError);
  expect((error as TweedieError).message).toMatch(message);
  expect((error as TweedieError).what).not.toContain("\n");
  expect(existsSync("executed.txt") || existsSync(join(folder, "executed.txt"))).toBe(false);
});

test("a call in a place that is not needed is described by its name", async () => {
  const checkpoint = await open("hostile-loss.pkl");
  expect(digests(checkpoint)).toEqual(expected["edm"]);
  expect(checkpoint.extras).toEqual({ loss_fn: "an object of posix.system" });
});

test("numbers without a float32 value are listed, and refused when they are read", async () => {
  const tensor = (await open("complex.pt")).tensors.get("complex")!;
  expect(tensor).toMatchObject({ dtype: "complex64", shape: [1] });
  expect(() => tensor.read()).toThrow("has the number type complex64, which has no float32 values");
});
