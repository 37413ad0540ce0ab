import type { Plugin } from "@tweedie/core";
import { findProject } from "./project.ts";
import { trustProject } from "./trust.ts";
import { expect, test } from "vitest";
import { availablePlugins } from "./available-plugins.ts";
import { knownAs } from "./known-as.ts";

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
])("%s is known as %s", (name, use) => {
  expect(knownAs(name, plugins)).toBe(use);
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
