import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** Folders whose tests start no process and change no global state: their files share one module cache. */
const shared = ["packages/{core,diffusion,networks,formats,config,create-tweedie,graph,report}", "plugins/*"];
// The broken plugins of `testing` leave the memory counters of TensorFlow.js at NaN.
const isolated = ["packages/{testing,engine,study,ui,web,playground,cli}", "tools"];

// `npm test` runs in mode `quick`, without the files of the slow tier; `npm run test:slow` runs those alone.
export default defineConfig(({ mode }) => {
  const project = (name: string, folders: readonly string[], isolate: boolean) => ({
    extends: true as const,
    test: {
      name,
      include: folders.map((folder) => `${folder}/**/*${mode === "slow" ? ".slow" : ""}.test.ts`),
      exclude: [...configDefaults.exclude, ...(mode === "quick" ? ["**/*.slow.test.ts"] : [])],
      isolate,
    },
  });
  return {
    test: {
      projects: [project("shared", shared, false), project("isolated", isolated, true)],
      maxWorkers: availableParallelism(), // the default leaves one core idle
      // Some tests start compilers and whole runs in their own processes.
      testTimeout: 240_000,
      hookTimeout: 240_000,
    },
  };
});
