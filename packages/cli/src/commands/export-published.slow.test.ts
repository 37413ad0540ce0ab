import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpointAt } from "@tweedie/formats/files";
import { publishedModel, publishedWeights } from "@tweedie/networks";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const experiment = (network: string) => `
data: { use: datasets/mnist, size: 7 }
network: ${network}
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 8 }
distill: { steps: 2, batch: 8, student: { ema: { halfLife: 10 } } }
evaluate: { every: 2, samples: 16, draws: 16, teacherSteps: 2, teacherCurve: null }
`;
const folder = temporaryFolder(
  {
    "edm.yaml": experiment("{ use: networks/song-unet, channels: 4, multipliers: [1], blocks: 1, attention: [] }"),
    "unet.yaml": experiment(
      "{ use: networks/diffusers-unet, widths: [4], encoder: [plain], decoder: [plain], groups: 2, blocks: 1 }",
    ),
    "mlp.yaml": experiment("{ use: networks/mlp, width: 8, depth: 1 }"),
  },
  afterAll,
);
process.env["TWEEDIE_CACHE"] = join(folder, "cache");
const at = (name: string) => join(folder, name);

async function tweedie(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(argv, terminal);
  return { code, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** The weights of an exported file or folder, under the names of Tweedie. */
function weightsIn(path: string) {
  const checkpoint = readCheckpointAt(path);
  return publishedWeights(publishedModel(checkpoint, path), checkpoint.tensors, path);
}

/** The weights of a run's student, as safetensors hold them. */
async function studentOf(name: string) {
  const file = at(`${name}.safetensors`);
  expect((await tweedie("export", at(name), "-o", file)).code).toBe(0);
  const { tensors } = readCheckpointAt(file);
  return Object.fromEntries([...tensors].map(([key, { shape, read }]) => [key, { shape, data: read() }]));
}

beforeAll(async () => {
  for (const name of ["edm", "unet", "mlp"]) await tweedie("run", at(`${name}.yaml`), "--out", at(name));
  const teacher = [
    "data={ use: datasets/mnist, size: 7 }",
    `teacher={ use: teachers/pretrained, path: ${at("teacher.safetensors")} }`,
  ];
  await tweedie("export", at("edm"), "--teacher", "--format", "edm-tensors", "-o", at("teacher.safetensors"));
  const lora = ["network=networks/teacher", "student.adapter={ rank: 2 }", "fakeScore.adapter={ rank: 2 }"];
  await tweedie("run", at("edm.yaml"), ...teacher, ...lora, "--out", at("lora"));
});

describe("a student", () => {
  test("of EDM's network is written with its class, options, preconditioning and noise level, and is read as a teacher", async () => {
    const file = at("student-edm.safetensors");
    const { code, stdout } = await tweedie("export", at("edm"), "--format", "edm-tensors", "-o", file);
    expect([code, stdout]).toEqual([0, `${file}\n`]);
    const { network, options, preconditioning, extras } = readCheckpointAt(file);
    expect({ network, preconditioning, extras }).toEqual({
      network: "SongUNet",
      preconditioning: { name: "EDMPrecond", options: { sigma_data: 0.46344 } },
      extras: {
        sigma: 2.5,
        training: {
          experiment: expect.stringMatching(/edm$/),
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          seed: 0,
          data: "datasets/mnist",
          steps: 2,
          batch: 8,
        },
      },
    });
    expect(options).toMatchObject({ img_resolution: 7, model_channels: 4, channel_mult: [1] });
    expect(weightsIn(file)).toEqual(await studentOf("edm"));
    expect((await tweedie("inspect", file)).stdout).toMatch(/^teacher +of 7x7x1 samples/m);
  });

  test("of a network of diffusers is written as a folder, and an existing folder is not overwritten", async () => {
    const out = at("student-unet");
    expect((await tweedie("export", at("unet"), "--format", "diffusers", "-o", out)).code).toBe(0);
    const config = JSON.parse(readFileSync(join(out, "config.json"), "utf8")) as object;
    expect(config).toMatchObject({ _class_name: "UNet2DModel", sample_size: 7, block_out_channels: [4] });
    expect(weightsIn(out)).toEqual(await studentOf("unet"));
    const again = await tweedie("export", at("unet"), "--format", "diffusers", "-o", out);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("exists already")]);
  });

  test("with an adapter is written with its factors merged into the teacher's weights", async () => {
    const file = at("student-lora.safetensors");
    expect((await tweedie("export", at("lora"), "--format", "edm-tensors", "-o", file)).code).toBe(0);
    const [merged, teacher, own] = [weightsIn(file), weightsIn(at("teacher.safetensors")), await studentOf("lora")];
    expect(Object.keys(merged)).toEqual(Object.keys(teacher));
    const name = "enc.7x7_conv.weight";
    const [weight, before] = [merged[name]!, teacher[name]!];
    expect(weight.shape).toEqual(before.shape);
    const change = weight.data.map((value, i) => value - before.data[i]!);
    // alpha / rank = 8 / 2; the matrix of a kernel [h, w, in, out] is [h in, w out].
    const [down, up] = [own[`lora.${name}.down`]!, own[`lora.${name}.up`]!];
    const [height, width, inputs, outputs] = weight.shape as [number, number, number, number];
    const product = (y: number, x: number, i: number, o: number) =>
      [0, 1].reduce(
        (sum, r) => sum + down.data[(y * inputs + i) * 2 + r]! * up.data[r * width * outputs + x * outputs + o]!,
        0,
      );
    let next = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let i = 0; i < inputs; i++)
          for (let o = 0; o < outputs; o++) expect(change[next++]).toBeCloseTo(4 * product(y, x, i, o), 5);
  });
});

test("the teacher of a run is written, and one that is pretrained comes out as it was", async () => {
  const copy = at("teacher-copy.safetensors");
  expect((await tweedie("export", at("lora"), "--teacher", "--format", "edm-tensors", "-o", copy)).code).toBe(0);
  expect(weightsIn(copy)).toEqual(weightsIn(at("teacher.safetensors")));
});

describe("refuses", () => {
  test.each([
    [
      "a network without a form in EDM or diffusers",
      ["mlp", "--format", "edm-tensors"],
      "its network has no form in EDM or diffusers",
    ],
    [
      "the other program",
      ["unet", "--format", "edm-tensors"],
      "the network of this run is one of diffusers, not of EDM",
    ],
    ["a teacher as ONNX", ["edm", "--teacher", "--format", "onnx"], "a teacher is exported for EDM or diffusers only"],
    [
      "a batch size of tensors",
      ["edm", "--batch", "2", "--format", "edm-tensors"],
      "only .onnx files have a batch size",
    ],
  ])("%s", async (_, [name, ...flags], message) => {
    const { code, stderr } = await tweedie("export", at(name!), ...flags, "-o", at("refused"));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(at("refused"))).toBe(false);
  });
});
