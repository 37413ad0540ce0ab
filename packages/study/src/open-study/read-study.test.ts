import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { apiVersion } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { loadLauncher } from "../load-plugins.ts";
import { claimFreeTrial, completeWith, gridPlan } from "../study.fixture.ts";
import { createStudy } from "./create-study.ts";
import { openStudy } from "./open-study.ts";
import { readStudy } from "./read-study.ts";

const schema =
  "{ _zod: {}, safeParse: (data) => ({ success: true, data }), parse: (data) => data, toJSONSchema: () => ({}) }";

/** A plain object that is a plugin, and leaves the file `canary` when it is imported. */
const pluginSource = (role: string, object: string): string => `import { writeFileSync } from "node:fs";
writeFileSync(new URL("./canary", import.meta.url), "");
export default { apiVersion: ${apiVersion}, uses: [], options: ${schema}, role: "${role}", summary: "one",
  create: () => (${object}) };`;

/** A project with a sampler that suggests one configuration, and a plan that uses it. */
function projectWith(object: string) {
  const folder = temporaryFolder({
    "package.json": JSON.stringify({ type: "module", tweedie: {} }),
    "sampler.mjs": pluginSource("sampler", object),
    "launcher.mjs": pluginSource("launcher", "{ attached: 1 }"),
    "x.yaml": "",
  });
  const experiment = { ...gridPlan.experiment, file: join(folder, "x.yaml") };
  return { folder, plan: { ...gridPlan, experiment, method: { use: "./sampler.mjs" } } };
}

const sampler = "{ size: () => 1, suggest: () => ({ 'loss.lambda': 1 }) }";

test("the state of a sweep is read without its plugins, with the recorded number of trials", async () => {
  const { folder, plan } = projectWith(sampler);
  const study = await createStudy(join(folder, "s"), plan);
  await study.finish(await claimFreeTrial(study), completeWith(0.5));
  rmSync(join(folder, "canary"));
  rmSync(join(folder, "sampler.mjs"));
  const read = await readStudy(join(folder, "s"));
  expect(read.plan).toEqual(study.plan);
  expect(read.state()).toMatchObject({ total: 2, counts: { complete: 1 }, status: "running" });
  expect(read.state()).toEqual(study.state());
  await read.stop();
  expect(read.state().status).toBe("stopped");
  expect(existsSync(join(folder, "canary"))).toBe(false);
});

test("a sampler that is not trusted is not imported", async () => {
  const { folder, plan } = projectWith(sampler);
  const trust = ({ origin }: { readonly origin: string }) => origin === "family";
  await expect(createStudy(join(folder, "s"), plan, { trust })).rejects.toThrow("sampler.mjs");
  expect(existsSync(join(folder, "s"))).toBe(false);
  await createStudy(join(folder, "s"), plan);
  await expect(openStudy(join(folder, "s"), { trust })).rejects.toThrow("--trust");
});

test("the plugins of a sweep are checked against the contracts of their roles", async () => {
  const { folder, plan } = projectWith("{ suggest: 1 }");
  await expect(createStudy(join(folder, "s"), plan)).rejects.toThrow(
    "creates no valid sampler: `suggest` is not a function",
  );
  const launched = loadLauncher({ plan: { ...plan, engine: { use: "./launcher.mjs" } }, folder });
  await expect(launched).rejects.toThrow("creates no valid launcher: `attached` is not true or false");
});

test("wrong options in a sweep's folder are an error in one line", async () => {
  const { folder, plan } = projectWith(sampler);
  const wrong = { ...plan, method: { use: "samplers/random", number: 3 } };
  await expect(createStudy(join(folder, "s"), wrong)).rejects.toThrow(
    /sweep\.yaml: the options of `samplers\/random`: /,
  );
});
