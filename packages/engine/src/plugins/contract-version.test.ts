import { join } from "node:path";
import { type ConfigError, toYaml } from "@tweedie/config";
import { apiVersion, renamedFields } from "@tweedie/core";
import { writeTestFiles } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import { validateExperiment } from "../experiment/validate.ts";
import { runFolder } from "../run/run-folder.ts";
import { readPluginCode } from "./plugin-code.ts";
import { experimentErrorOfFile, lossPlugin, projectWithLoss } from "./project.fixture.ts";
import { contractViolation } from "./role-contracts.ts";

const renamedIn = (role: string) => renamedFields.find((field) => field.role === role)!;

describe("a plugin of another version of the contract", () => {
  const ofVersion = (version: number, changes = {}) =>
    lossPlugin(changes)
      .replace("export default definePlugin(", "export default Object.assign({}, definePlugin(")
      .replace("\n});", `\n}), { apiVersion: ${version} });`);

  test("an older one is refused with the renamed fields of its role", async () => {
    const { formerly, now } = renamedIn("loss");
    expect(await experimentErrorOfFile(ofVersion(1))).toContain(
      `\`../plugins/mine.ts\` is made for version 1 of the plugin contract, and this is version ${apiVersion}: \`${formerly}\` is now \`${now}\`\n`,
    );
  });

  test("an older one of a role without renamed fields is refused with all of them", async () => {
    const message = await experimentErrorOfFile(ofVersion(1, { role: `"weighting"` }));
    for (const { role, formerly, now } of renamedFields) {
      expect(message).toContain(`\`${formerly}\` of the role ${role} is now \`${now}\``);
    }
  });

  test("a newer one is refused", async () => {
    expect(await experimentErrorOfFile(ofVersion(apiVersion + 1))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` is made for version 4 of the plugin contract, and this is version 3
            = note: it was loaded from /project/plugins/mine.ts
            = help: install versions of the plugin and of Tweedie that belong together
      "
    `);
  });
});

test.each(renamedFields)("an object of the role $role with the field `$formerly` is refused", (field) => {
  const { role, since, formerly, now } = field;
  expect(contractViolation(role, { [formerly]: () => 0 })).toBe(
    `is made for version ${since - 1} of the plugin contract, and this is version ${apiVersion}: \`${formerly}\` is now \`${now}\``,
  );
});

describe("an extractor file with a former field", () => {
  const { formerly, now } = renamedIn("extractor");
  const extractor = (field: string) =>
    lossPlugin({
      role: `"extractor"`,
      options: "z.strictObject({})",
      create: `() => ({ ${field}: (_, x) => ({ features: x }) })`,
    });
  const projectWith = (field: string) =>
    projectWithLoss("sid/l2", {
      "experiments/mine.yaml": "extends: ring.yaml\nevaluate: { extractor: ../plugins/mine.ts }\n",
      "plugins/mine.ts": extractor(field),
    });
  const errorsOf = (file: string) =>
    validateExperiment({ file }).then(
      () => [],
      (error: ConfigError) => error.diagnostics.map(({ message }) => message),
    );
  const line = (use: string) =>
    `\`${use}\` is made for version 1 of the plugin contract, and this is version ${apiVersion}: \`${formerly}\` is now \`${now}\``;

  test("is refused in one line", async () => {
    const root = projectWith(formerly);
    expect(await errorsOf(join(root, "experiments/mine.yaml"))).toEqual([line("../plugins/mine.ts")]);
  });

  test("is refused in the same line when a run that was begun with it is resumed", async () => {
    const root = projectWith(now);
    const experiment = await validateExperiment({ file: join(root, "experiments/mine.yaml") });
    const folder = runFolder(join(root, "runs/mine"));
    const [copy] = experiment.slots.flatMap(({ code }) => (code ? [code.use] : []));
    const { use, files } = await readPluginCode(join(projectWith(formerly), "plugins/mine.ts"));
    const config = toYaml(experiment.resolved).replace(copy!, use);
    writeTestFiles(folder.root, { "config.yaml": config, ...Object.fromEntries(files) });
    expect(await errorsOf(folder.config)).toEqual([line(use)]);
  });
});
