/**
 * Replaces imports of the repository's packages by those of the published package: `@tweedie/core` is `tweedie`, `@tweedie/core/files` is
 * `tweedie/files`, `@tweedie/testing` is `tweedie/testing`, and `z` comes from `tweedie` too, so that an author's package has one
 * dependency and one version of it.
 */
export function publishedImports(text: string): string {
  const usesZod = zodImport.test(text);
  const withoutZod = text.replace(zodImport, "");
  const merged = usesZod ? withoutZod.replace(coreImport, "import { $1, z } from $2") : withoutZod;
  return merged.replaceAll(/"@tweedie\/(?:core\/?)?([\w/]*)"/g, (_, path: string) =>
    path === "" ? '"tweedie"' : `"tweedie/${path}"`,
  );
}

const zodImport = /^import \{ z \} from "zod";\n/m;
const coreImport = /^import \{ (.*) \} from ("@tweedie\/core")/m;
