import type { Plugin } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { availablePlugins } from "./available-plugins.ts";
import { knownAs } from "./known-as.ts";
import { experimentErrorOf } from "./project.fixture.ts";
import { findProject } from "./project.ts";
import { trustProject } from "./trust.ts";

const project = await findProject(import.meta.dirname);
const { plugins } = await availablePlugins({ ...project, trust: trustProject(project) });

test.each([
  ["fid", "metrics/frechet"],
  ["metrics/FID", "metrics/frechet"],
  ["datasets/cifar", "datasets/cifar10"],
  ["ddpm", "schedules/linear"],
  ["DDPM++", "networks/song-unet"],
  ["dmd", "divergences/reverse-kl"],
  ["flow_matching", "schedules/rectified-flow"],
  ["metrics/fid50k", "metrics/frechet"],
  ["metrics/emd", "metrics/sliced-wasserstein"],
  ["maximum-mean-discrepancy", "metrics/mmd"],
  ["density-coverage", "metrics/neighbours"],
  ["gmm", "datasets/mixture"],
  ["celeb-a", "datasets/images"],
  ["numpy", "datasets/arrays"],
  ["vpsde", "schedules/linear"],
  ["variance-exploding", "schedules/edm"],
  ["improved_ddpm", "schedules/cosine"],
  ["sd15", "schedules/scaled-linear"],
  ["reflow", "schedules/rectified-flow"],
  ["guided-diffusion", "networks/dhariwal-unet"],
  ["edm-unet", "networks/song-unet"],
  ["diffusion-transformer", "networks/dit"],
  ["UNet2DModel", "networks/diffusers-unet"],
  ["huggingface", "teachers/pretrained"],
  ["prolificdreamer", "divergences/reverse-kl"],
  ["score-identity-distillation", "sid/l2"],
  ["few-step", "students/multistep"],
  ["min-snr-gamma", undefined],
  ["snr", "weightings/min-snr"],
  ["successive-halving", "pruners/asha"],
  ["bayesian", "samplers/tpe"],
  ["sbatch", "launchers/slurm"],
  ["tb", "trackers/tensorboard"],
  ["weights_and_biases", "trackers/wandb"],
])("%s is known as %s", (name, use) => {
  expect(knownAs(name, plugins)).toBe(use);
});

test("a plugin is known by its name without its family, in no other family", () => {
  expect(knownAs("ring", plugins)).toBe("datasets/ring");
  expect(knownAs("teachers/ring", plugins)).toBeUndefined();
});

test("an alias counts for plugins of the role only, and only if one plugin has it", () => {
  expect(knownAs("edm", plugins, "teacher")).toBe("teachers/pretrained");
  expect(knownAs("edm", plugins, "timeLaw")).toBe("time-laws/log-normal");
  expect(knownAs("edm", plugins, "loss")).toBeUndefined();
  expect(knownAs("edm", plugins)).toBeUndefined();
});

test("no alias is the name of another plugin of its family and role, which it would hide", () => {
  const names = plugins.map(({ use, plugin }) => `${plugin.role} ${use}`);
  const hidden = plugins.flatMap(({ use, plugin }: { use: string; plugin: Plugin }) =>
    (plugin.aliases ?? []).filter((alias) =>
      names.includes(`${plugin.role} ${use.slice(0, use.lastIndexOf("/"))}/${alias}`),
    ),
  );
  expect(hidden).toEqual([]);
});

test("each alias names one plugin of its role", () => {
  for (const { use, plugin } of plugins) {
    for (const alias of plugin.aliases ?? []) expect(knownAs(alias, plugins, plugin.role), alias).toBe(use);
  }
});

describe("a name of the field is answered with the plugin that has it as an alias", () => {
  test("without a family", async () => {
    expect(await experimentErrorOf("diff-instruct")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: diff-instruct
            |       ^^^^^^^^^^^^^ \`diff-instruct\` is not the name of a plugin
            = help: did you mean \`divergences/reverse-kl\`?
      "
    `);
  });

  test("in the family of another plugin", async () => {
    expect(await experimentErrorOf("sid/dmd")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/dmd
            |       ^^^^^^^ no plugin \`sid/dmd\`
            = help: did you mean \`divergences/reverse-kl\`?
      "
    `);
  });

  test("in a family that does not exist", async () => {
    expect(await experimentErrorOf("gan/dmd")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: gan/dmd
            |       ^^^^^^^ no plugin family \`gan\` is installed
            = help: did you mean \`divergences/reverse-kl\`?
      "
    `);
  });
});
