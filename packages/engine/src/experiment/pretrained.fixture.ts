import { random } from "@tweedie/core";
import { encodeCheckpoint } from "@tweedie/formats";
import { publishedModel, tensorsForFile } from "@tweedie/networks";

/** A file of EDM's network for digits of 7x7 pixels, with its initial weights. */
export function pretrainedFile({ classes = 0 }: { readonly classes?: number } = {}): Uint8Array {
  const options = {
    ...{ img_resolution: 7, in_channels: 1, out_channels: 1, label_dim: classes },
    ...{ model_channels: 4, channel_mult: [1], channel_mult_emb: 2, num_blocks: 1, attn_resolutions: [] },
  };
  const settings = { network: "SongUNet", options, preconditioning: { name: "EDMPrecond", options: {} } };
  const model = publishedModel(settings, "file");
  return encodeCheckpoint({
    ...settings,
    tensors: tensorsForFile(model.tensors, model.network.init(random(0, "file"))),
  });
}

/** An experiment on such a file, `teacher.safetensors` in its folder. */
export const pretrainedYaml = `
data: { use: datasets/mnist, size: 7 }
teacher: { use: teachers/pretrained, path: teacher.safetensors }
network: networks/teacher
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
distill: { steps: 4, batch: 8 }
evaluate: { every: 4, samples: 32, draws: 32, metrics: [metrics/sliced-wasserstein], teacherSteps: 3, teacherCurve: null }
log: { every: 1 }
checkpoint: { every: 2 }
`;
