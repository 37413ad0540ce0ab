import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "@tweedie/core";
import { encodeCheckpoint } from "@tweedie/formats";
import { publishedModel, tensorsForFile } from "@tweedie/networks";
import { testFamily } from "@tweedie/testing";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "teachers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const options = { img_resolution: 4, in_channels: 1, out_channels: 1, model_channels: 4, channel_mult: [1] };
const settings = { network: "SongUNet", options, preconditioning: { name: "EDMPrecond", options: {} } };
const { network, tensors } = publishedModel(settings, "file");
const path = join(folder, "teacher.safetensors");
writeFileSync(
  path,
  encodeCheckpoint({ ...settings, tensors: tensorsForFile(tensors, network.init(random(0, "file"))) }),
);

testFamily(import.meta.dirname, { pretrained: { shape: [4, 4, 1], options: { path } } });
