import { expect, test } from "vitest";
import { publishedImports } from "./published-imports.ts";

test("imports of the repository's packages become imports of the published package", () => {
  const text = `import { definePlugin, tf } from "@tweedie/core";
import { createFolder } from "@tweedie/core/files";
import { inner } from "@tweedie/diffusion";
import { z } from "zod";
`;
  expect(publishedImports(text)).toBe(`import { definePlugin, tf, z } from "tweedie";
import { createFolder } from "tweedie/files";
import { inner } from "tweedie/diffusion";
`);
});

test("without zod nothing is added", () => {
  expect(publishedImports('import { tf } from "@tweedie/core";\n')).toBe('import { tf } from "tweedie";\n');
});
