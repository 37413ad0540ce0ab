import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random } from "@tweedie/core";
import { encodeCheckpoint } from "@tweedie/formats";
import { publishedModel, tensorsForFile } from "@tweedie/networks";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const fixtures = fileURLToPath(new URL("../../../formats/src/checkpoints/fixtures/", import.meta.url));
const folder = temporaryFolder({ "run/status.json": "{}" }, afterAll);

async function inspect(...argv: string[]) {
  const terminal = recordingTerminal();
  const code = await main(["inspect", ...argv], terminal);
  return { code, stdout: terminal.stdout.text.replaceAll(fixtures, ""), stderr: terminal.stderr.text };
}

test("a pickle of EDM's structure is shown with network, options and preconditioning", async () => {
  const { code, stdout } = await inspect(join(fixtures, "edm-protocol-4.pkl"), "--tensors");
  expect(code).toBe(0);
  expect(`\n${stdout.replace(/(sha256 +)\w+/, "$1...")}`).toMatchInlineSnapshot(`
    "
    edm-protocol-4.pkl  pickle with the structure of EDM, 4.91 kB
    network          SongUNet
    preconditioning  EDMPrecond
    weights          127 numbers in 5 tensors, float32, float64
    sha256           ...
    teacher          no: the setting \`out_channels\` is missing

    Options
      img_resolution    8
      in_channels       3
      channel_mult      [1,2]
      attn_resolutions  [4]
      dropout           0.13
      label_dim         10
      encoder_type      "standard"

    Attributes of EDMPrecond
      sigma_min   0
      sigma_max   Infinity
      sigma_data  0.5
      label_dim   10

    Other content
      loss_fn.class              "EDMLoss"
      loss_fn.P_mean             -1.2
      loss_fn.P_std              1.2
      loss_fn.sigma_data         0.5
      augment_pipe               null
      dataset_kwargs.path        "data.zip"
      dataset_kwargs.use_labels  true

    Tensors
      model.freqs                float64  3
      model.map_noise.weight     float32  4 x 2
      model.map_noise.bias       float32  4
      model.enc.8x8_conv.weight  float32  4 x 3 x 3 x 3
      model.enc.8x8_conv.bias    float32  4
    "
  `);
});

test("--json prints the same as one object", async () => {
  const { stdout } = await inspect(join(fixtures, "pipeline"), "--json", "--tensors");
  expect(JSON.parse(stdout)).toMatchObject({
    format: "diffusers",
    network: "UNet2DModel",
    options: { block_out_channels: [4, 4] },
    extras: { scheduler: { prediction_type: "v_prediction" } },
    tensors: expect.arrayContaining([{ name: "conv_in.bias", dtype: "float32", shape: [4] }]) as unknown,
  });
  const alone = JSON.parse((await inspect(join(fixtures, "state.pt"), "--json")).stdout) as Record<string, unknown>;
  expect(alone).toMatchObject({ format: "torch", tensorCount: 18 });
  expect(alone["tensors"]).toBeUndefined();
});

test("a teacher is shown with the YAML that uses it", async () => {
  const options = {
    img_resolution: 4,
    in_channels: 1,
    out_channels: 1,
    label_dim: 3,
    model_channels: 4,
    channel_mult: [1],
  };
  const settings = { network: "SongUNet", options, preconditioning: { name: "EDMPrecond", options: {} } };
  const { network, tensors } = publishedModel(settings, "file");
  const file = join(folder, "teacher.safetensors");
  const stored = tensorsForFile(tensors, network.init(random(0, "file")));
  writeFileSync(file, encodeCheckpoint({ ...settings, tensors: stored }));
  const { stdout } = await inspect(file);
  expect(stdout).toMatch(/^teacher +of 4x4x1 samples of 3 classes, network networks\/song-unet$/m);
  const shown = stdout.slice(stdout.indexOf("In an experiment")).replaceAll(folder, "");
  expect(`\n${shown}`).toMatchInlineSnapshot(`
    "
    In an experiment
      teacher:
        use: teachers/pretrained
        path: "/teacher.safetensors"
      network: networks/teacher
    "
  `);
});

test.each([
  ["SongUNet", "no: the setting `img_resolution` is missing"],
  ["UNet2DModel", "no: the setting `sample_size` is "],
  ["OtherNet", "no: the network OtherNet is not supported"],
])("the row on a teacher says why a file with the network %s is none", async (network, text) => {
  const file = join(folder, `${network}.safetensors`);
  const tensors = { w: { shape: [2], data: Float32Array.of(1, 2) } };
  writeFileSync(file, encodeCheckpoint({ network, options: {}, tensors }));
  expect(/^teacher +(.*)$/m.exec((await inspect(file)).stdout)?.[1]).toContain(text);
});

test("a file that would run a command is refused with the name of the call, and the command does not run", async () => {
  const { code, stderr } = await inspect(join(fixtures, "hostile-network.pkl"));
  expect(code).toBe(2);
  expect(stderr).toMatch(/hostile-network\.pkl: holds no network .* "ema" \(an object of posix\.system\)/);
  expect(existsSync("executed.txt")).toBe(false);
});

test("missing files and runs are refused in one line", async () => {
  expect((await inspect(join(folder, "absent.pkl"))).stderr).toContain("absent.pkl: does not exist");
  expect((await inspect(join(folder, "run"))).stderr).toMatch(/run: is a run, not a checkpoint\n.*tweedie show/);
});
