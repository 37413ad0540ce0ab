import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { compose } from "../compose/compose.ts";
import { toYamlWithSources } from "./yaml-with-sources.ts";

test("each value has its source in a comment", async () => {
  const folder = temporaryFolder({
    "ring.yaml":
      "extends: base/sid.yaml\nname: ring-${loss.lambda}\nrate: ${train.rate}\ntrain: { rate: 1e-4 }\nmetrics: [{ use: metrics/swd }]\n",
    "base/sid.yaml": 'loss:\n  use: sid/l2\n  lambda: 1.2\ntext: |\n  a # b\n  c\nodd: "#\\u0001"\nempty: {}\n',
  });
  const document = await compose({ file: join(folder, "ring.yaml"), overrides: ["loss.lambda=0.5", "seed=3"] });
  expect(`\n${toYamlWithSources(document).replaceAll(`${folder}/`, "")}`).toMatchInlineSnapshot(`
    "
    loss:
      use: sid/l2         # base/sid.yaml:2:8
      lambda: 0.5         # command line
    text: |               # base/sid.yaml:4:7
      a # b
      c
    odd: "#\\x01"          # base/sid.yaml:7:6
    empty: {}
    name: ring-0.5        # ring.yaml:2:7
    rate: 0.0001          # ring.yaml:3:7 <- ring.yaml:4:16
    train:
      rate: 0.0001        # ring.yaml:4:16
    metrics:
      - use: metrics/swd  # ring.yaml:5:18
    seed: 3               # command line
    "
  `);
});

test("a value that is not written has the source `default`, also in a block given by its name", async () => {
  const folder = temporaryFolder({ "ring.yaml": "loss: sid/l2\nmetrics: [metrics/swd]\n" });
  const document = await compose({ file: join(folder, "ring.yaml") });
  const whole = { loss: { use: "sid/l2", lambda: 1 }, metrics: [{ use: "metrics/swd", order: 2 }], seed: 0 };
  expect(`\n${toYamlWithSources(document, whole).replaceAll(`${folder}/`, "")}`).toMatchInlineSnapshot(`
    "
    loss:
      use: sid/l2         # ring.yaml:1:7
      lambda: 1           # default
    metrics:
      - use: metrics/swd  # ring.yaml:2:11
        order: 2          # default
    seed: 0               # default
    "
  `);
});

test("a value that follows from another key has the source of that key, unless the key is null", async () => {
  const folder = temporaryFolder({ "ring.yaml": "train: { images: 20k }\ntest: { images: null }\n" });
  const document = await compose({ file: join(folder, "ring.yaml") });
  const whole = { train: { steps: 40 }, test: { steps: 3 } };
  const derived = { "train.steps": "train.images", "test.steps": "test.images", "other.steps": "other.images" };
  expect(`\n${toYamlWithSources(document, whole, derived).replaceAll(`${folder}/`, "")}`).toMatchInlineSnapshot(`
    "
    train:
      steps: 40  # ring.yaml:1:18
    test:
      steps: 3   # default
    "
  `);
});
