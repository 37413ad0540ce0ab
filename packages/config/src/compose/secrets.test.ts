import { expect, test } from "vitest";
import { configErrorOf, composeRing } from "../ring.fixture.ts";

/** Texts of the shapes of secrets, built here from parts, so that a scan of this repository finds none. */
const random = "k3f9x7q2m8v4b6n1t5w0z2y8r4p7s3d9h6j1";
const hex = "0123456789abcdef0123456789abcdef01234567";

test.each([
  ["apiKey", hex],
  ["api_key", random],
  ["WANDB_API_KEY", hex],
  ["auth", random],
  ["accessToken", random],
  ["password", "hunter2"],
  ["smtp-password", "correct-horse"],
  ["clientSecret", "swordfish"],
  ["note", `gh${"p"}_${random}`],
  ["note", `hf${"_"}${random}`],
  ["note", `sk${"-"}proj-${random}`],
  ["note", `AKIA${"Z7".repeat(8)}`],
  ["note", `ey${"J"}${random}.eyJ${random}.${random}`],
  ["url", "https://ada:lovelace@example.org/data"],
  ["pem", "-----BEGIN RSA PRIVATE KEY-----"],
])("%s: %s is a secret", async (key, value) => {
  const message = await configErrorOf(`seed: 0\ntrack: [{ use: a/b, ${key}: ${JSON.stringify(value)} }]\n`);
  expect(message).toContain("this looks like a secret, and every run folder would contain a copy");
  expect(message).not.toContain(value);
});

test("the error shows the location and masks the value, in files and in arguments", async () => {
  expect(await configErrorOf(`track:\n  - use: trackers/wandb\n    apiKey: ${hex}\n`)).toMatchInlineSnapshot(`
    "
    error ring.yaml:3:13 at track[0].apiKey
        3 |     apiKey: ****************************************
          |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this looks like a secret, and every run folder would contain a copy
          = help: remove it: plugins read secrets from the environment, such as WANDB_API_KEY
    "
  `);
  expect(await configErrorOf("seed: 0\n", `track=[{ use: trackers/wandb, apiKey: ${hex} }]`)).toMatchInlineSnapshot(`
    "
    error command line at track[0].apiKey
          | track=[{ use: trackers/wandb, apiKey: **************************************** }]
          |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this looks like a secret, and every run folder would contain a copy
          = help: remove it: plugins read secrets from the environment, such as WANDB_API_KEY
    "
  `);
});

test("a secret behind a reference is reported at its own location", async () => {
  const message = await configErrorOf({
    "ring.yaml": `extends: keys.yaml\nx: "\${mine}"\n`,
    "keys.yaml": `mine: { token: ${random} }\n`,
  });
  expect(message).toContain("error keys.yaml:1:16");
});

test.each([
  ["key", "distill.student.loss"],
  ["key", "diag_grad_loss_band_0"],
  ["token", "bos_token_id"],
  ["tokenizer", "google/t5-v1_1-xxl"],
  ["tokens", "77"],
  ["publicKeyFile", "~/.ssh/id_ed25519.pub"],
  ["credentials", "~/.netrc"],
  ["monkey", "2026-11-23T14-30-00-mixture"],
  ["commit", hex],
  ["sha256", "9682b459169d2c42a66f53ac0fe21c1a156f1414a5f2393cfff97b45c87e7db0"],
  ["path", "teachers/edm-cifar10-32x32-uncond-vp.safetensors"],
  ["run", "2026-11-23/143000-cifar10-sid-k3f9"],
  ["url", "https://example.org:8080/data?x=a@b"],
  ["password", ""],
])("%s: %s is not a secret", async (key, value) => {
  await expect(composeRing({ "ring.yaml": `x: { ${key}: ${JSON.stringify(value)} }\n` })).resolves.toBeDefined();
});
