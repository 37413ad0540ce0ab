import { readFileSync } from "node:fs";
import eslint from "@eslint/js";
import nx from "@nx/eslint-plugin";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** Layers that each layer may import: docs/architecture.md. */
const plugin = ["core", "diffusion", "networks", "formats"];
const layers = {
  core: [],
  diffusion: ["core"],
  formats: ["core"],
  config: ["core"],
  graph: ["core", "diffusion"],
  networks: ["core", "diffusion"],
  testing: ["core", "diffusion", "graph", "networks"],
  plugin,
  engine: ["core", "diffusion", "graph", "networks", "formats", "config"],
  study: ["core", "diffusion", "formats", "config", "engine"],
  report: ["core", "formats", "config", "engine", "study"],
  web: ["core"],
  ui: ["core", "formats", "config", "engine", "study", "report"],
  playground: ["core", "diffusion", "formats", "networks", "graph", "config", "engine", "testing"],
  cli: [
    "core",
    "diffusion",
    "graph",
    "networks",
    "formats",
    "config",
    "engine",
    "study",
    "report",
    "ui",
    "web",
    "playground",
    "create-tweedie",
  ],
  "create-tweedie": plugin, // its templates are plugins; what it runs imports no package
  tweedie: ["core", "diffusion", "networks", "formats", "testing", "cli"],
};

const boundaries = (files, also, options = {}) => ({
  files,
  plugins: { "@nx": nx },
  rules: {
    "@nx/enforce-module-boundaries": [
      "error",
      {
        ...options,
        // The tests of what the test suites are built on may use them too.
        ignoredCircularDependencies: layers.testing.map((name) => [`@tweedie/${name}`, "@tweedie/testing"]),
        depConstraints: Object.entries(layers).map(([layer, below]) => ({
          sourceTag: `layer:${layer}`,
          onlyDependOnLibsWithTags: [...below, ...also].map((name) => `layer:${name}`),
        })),
      },
    ],
  },
});

/** Modules that a browser build replaces: the keys of `browser` in the package.json. */
const replaced = (folder) =>
  Object.keys(JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), "utf8")).browser ?? {}).map(
    (file) => `${folder}/${file.slice(2)}`,
  );

/**
 * Modules that may use Node in packages whose other modules run in a browser: docs/architecture.md. `node:path` computes with texts, and a
 * browser build has a replacement for it.
 */
const nodeModules = {
  "packages/core": ["files/**"],
  "packages/config": [],
  "packages/diffusion": [],
  "packages/networks": [],
  "packages/graph": [
    "create-executor.ts",
    "{build-backend,cache,cuda,devices,export,function-def,tensorflow}/**",
    "eager/backends.ts",
    "executor/tf32-override.ts",
    "ort/{executor,open-model,session}.ts",
    "webgpu/executor.ts",
  ],
  "packages/engine": [
    "run.ts",
    "{checksums,extend,finished-run,identity,locks,run,teacher-measurements,tracking,typescript}/**",
    "draws/{draw-buffer,draw-source,draw-thread,start-draw-thread}.ts",
    "experiment/recorded-non-defaults.ts",
    "pairs/{obtain-pairs,pairs-store}.ts",
    "train/{disk-reserve,execute-run,memory-usage,stored-teachers,teacher-phase}.ts",
    "weights/teacher-store.ts",
  ],
  // Plugins that read files, and those of sweeps and trackers.
  "plugins/datasets": ["{arrays,cifar10,images,mnist}.ts", "{files,images,mnist}/**", "builders/finite-dataset.ts"],
  "plugins/extractors": ["{digits/weights,onnx}.ts"],
  "plugins/metrics": ["frechet/reference-file.ts"],
  "plugins/teachers": ["pretrained.ts"],
  "plugins/{launchers,pruners,samplers,trackers}": ["**"],
};

const runsInBrowsers = {
  files: ["packages/{core,config,diffusion,engine,graph,networks}/src/**/*.ts", "plugins/*/src/**/*.ts"],
  ignores: [
    "**/*.{test,fixture}.ts",
    ...Object.entries(nodeModules).flatMap(([folder, files]) => files.map((file) => `${folder}/src/${file}`)),
    ...Object.keys(nodeModules)
      .filter((folder) => folder.startsWith("packages/"))
      .flatMap(replaced),
  ],
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: "^(node:(?!path$)|onnxruntime-node|@tweedie/core/files|@tweedie/formats/files)",
            allowTypeImports: true,
            message:
              "This module also runs in a browser. Node belongs behind a module of the `browser` key of package.json.",
          },
        ],
      },
    ],
    "no-restricted-globals": ["error", "process", "Buffer", "require", "__dirname"],
  },
};

export default tseslint.config(
  { ignores: ["**/dist", "runs"] },
  eslint.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly", setTimeout: "readonly" } },
  },
  runsInBrowsers,
  boundaries(["**/*.{ts,tsx}"], []),
  // Tests may import at once the modules that the command loads late to start fast.
  boundaries(["**/*.test.ts", "**/*.fixture.ts"], ["testing"], { checkDynamicDependenciesExceptions: [".*"] }),
  // A plugin that composes others is tested with real ones.
  boundaries(["plugins/{adversarial,losses,pairs}/**/*.test.ts"], ["testing", "plugin"], {
    checkDynamicDependenciesExceptions: [".*"],
  }),
  prettier,
);
