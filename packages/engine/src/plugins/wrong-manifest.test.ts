import { describe, expect, test } from "vitest";
import { experimentErrorOf } from "./project.fixture.ts";

const errorOfManifest = (text: string) => experimentErrorOf("sid/l2", { "package.json": text });

describe("a wrong package.json is refused", () => {
  test("text that is not JSON", async () => {
    expect(await errorOfManifest("{")).toMatchInlineSnapshot(`
      "
      /project/package.json: not JSON
        = help: write "tweedie": { "plugins": ["my-losses"] }
      "
    `);
  });

  test("plugins that are not a list", async () => {
    expect(await errorOfManifest('{ "tweedie": { "plugins": "my-losses" } }')).toMatchInlineSnapshot(`
      "
      /project/package.json: tweedie.plugins: Invalid input: expected array, received string
        = help: write "tweedie": { "plugins": ["my-losses"] }
      "
    `);
  });

  test("an unknown key", async () => {
    expect(await errorOfManifest('{ "tweedie": { "plugin": ["my-losses"] } }')).toMatchInlineSnapshot(`
      "
      /project/package.json: tweedie: Unrecognized key: "plugin"
        = help: write "tweedie": { "plugins": ["my-losses"] }
      "
    `);
  });

  test("a path as a plugin package", async () => {
    expect(await errorOfManifest('{ "tweedie": { "plugins": ["./plugins"] } }')).toMatchInlineSnapshot(`
      "
      /project/package.json: tweedie.plugins: \`./plugins\` is not the name of a package
        = help: write "tweedie": { "plugins": ["my-losses"] }
      "
    `);
  });

  test("a built-in module of Node as a plugin package", async () => {
    expect(await errorOfManifest('{ "tweedie": { "plugins": ["fs"] } }')).toMatchInlineSnapshot(`
      "
      /project/package.json: tweedie.plugins: \`fs\` is not the name of a package
        = help: write "tweedie": { "plugins": ["my-losses"] }
      "
    `);
  });

  test("a subpath as a plugin package", async () => {
    expect(await errorOfManifest('{ "tweedie": { "plugins": ["my-losses/huber"] } }')).toMatchInlineSnapshot(`
      "
      /project/package.json: tweedie.plugins: \`my-losses/huber\` is not the name of a package
        = help: write "tweedie": { "plugins": ["my-losses"] }
      "
    `);
  });

  test("a package with the name of a family", async () => {
    const manifest = '{ "tweedie": { "plugins": ["sid"] } }';
    expect(await experimentErrorOf("sid/l2", { "package.json": manifest })).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/l2
            |       ^^^^^^ \`sid\` is a plugin family of Tweedie, and also a package that package.json allows
            = help: remove the package from package.json, or rename it
      "
    `);
  });
});
