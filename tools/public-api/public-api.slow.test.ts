import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../release/workspaces.ts";
import { apiText } from "./api-text.ts";
import { unclearDeprecations } from "./deprecations.ts";
import { publicEntries } from "./entries.ts";
import { compileModules } from "./program.ts";
import { snapshotFile } from "./snapshot-file.ts";

const entries = publicEntries();
const compiled = compileModules(entries.map(({ file }) => file));

/** Compiles a module with the given text. */
function compileText(text: string) {
  const file = join(repository, "tools/public-api/module.ts");
  return { ...compileModules([file], new Map([[file, text]])), entries: [{ name: "module", file }] };
}

test("the public API is the committed one", () => {
  const change =
    "The public API of the package tweedie has changed. If that is intended, run `npm run api`, commit packages/tweedie/public-api.txt, and name the change in CHANGELOG.md.";
  expect(apiText(compiled, entries), change).toBe(readFileSync(snapshotFile, "utf8"));
});

test("each deprecated name says since which version, and what to use instead", () => {
  expect(unclearDeprecations(compiled.program, entries)).toEqual([]);
});

test("a deprecation without version or replacement is found, also of a member", () => {
  const { program, entries: module } = compileText(`
    /** @deprecated since 0.2.0: use \`b\` */
    export const a = 1;
    /** @deprecated */
    export const b = 1;
    /** @deprecated since 0.2.0 */
    export const c = 1;
    export interface D {
      /** @deprecated use \`f\` */
      readonly e: number;
    }
  `);
  expect(unclearDeprecations(program, module).map((line) => line.split(":")[0])).toEqual([
    "module D.e",
    "module b",
    "module c",
  ]);
});

test("the text has kind and signature of each export, and the types that it refers to", () => {
  const { entries: module, ...one } = compileText(`
    interface Inner { readonly x: number }
    /** Docstrings are not part of it. */
    export const f = (inner: Inner, scale = 1) => inner.x * scale;
    export class Thing { constructor(readonly size: number) {} private secret = 1; double() { return 2 * this.size; } }
    /** @deprecated since 0.2.0: use \`f\` */
    export function g(): void {}
    const hidden = 1;
    export { hidden as shown };
  `);
  expect(apiText(one, module)).toMatchInlineSnapshot(`
    "## module

    class Thing {
      readonly size: number;
      constructor(size: number);
      private secret;
      double(): number;
    }

    const f: (inner: Inner, scale?: number) => number;

    deprecated: function g(): void;

    const shown is
    const hidden = 1;

    ## not exported, but referred to

    interface Inner {
      readonly x: number;
    }
    "
  `);
});
