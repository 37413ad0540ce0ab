import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "@tweedie/core";
import { encodeCheckpoint } from "@tweedie/formats";
import { publishedModel, tensorsForFile } from "@tweedie/networks";

/** Records of CIFAR-10's binary version, with random pixels. */
function records(count: number, name: string): Uint8Array {
  const bytes = Uint8Array.from(random(0, name).uniform(count * 3_073), (u) => 256 * u);
  for (let i = 0; i < count; i++) bytes[i * 3_073] = i % 10;
  return bytes;
}

/** A network of the structure of EDM's for CIFAR-10, with few random weights. */
function network(): Uint8Array {
  const options = {
    ...{ img_resolution: 32, in_channels: 3, out_channels: 3, label_dim: 0, augment_dim: 9, dropout: 0.13 },
    ...{ model_channels: 4, channel_mult: [1, 1], channel_mult_emb: 2, num_blocks: 1, attn_resolutions: [] },
  };
  const settings = { network: "SongUNet", options, preconditioning: { name: "EDMPrecond", options: {} } };
  const model = publishedModel(settings, "file");
  const tensors = tensorsForFile(model.tensors, model.network.init(random(0, "file")));
  return encodeCheckpoint({ ...settings, tensors });
}

/** Writes small files in place of the downloads of experiments/cifar10 to a folder. Returns the overrides that name them. */
export function cifar10Files(folder: string): {
  readonly data: string;
  readonly teacher: string;
  readonly fid: string[];
} {
  const data = join(folder, "cifar10");
  mkdirSync(data);
  for (const batch of [1, 2, 3, 4, 5]) {
    writeFileSync(join(data, `data_batch_${batch}.bin`), records(8, `batch ${batch}`));
  }
  writeFileSync(join(data, "test_batch.bin"), records(40, "test"));
  const [teacher, inception] = [join(folder, "teacher.safetensors"), join(folder, "inception.onnx")];
  writeFileSync(teacher, network());
  writeFileSync(inception, "");
  return {
    data: `data.path=${data}`,
    teacher: `teacher.path=${teacher}`,
    fid: [`evaluate.extractor.path=${inception}`, "evaluate.metrics=[metrics/frechet, metrics/inception-score]"],
  };
}
